// Do the strata disagree? Cochran's Q and I^2 for estimates y_i with standard errors s_i:
//
//   w = 1 / s^2,  ybar = sum w y / sum w,  Q = sum w (y - ybar)^2 against chi-square(k - 1),
//   I^2 = max(0, (Q - (k - 1)) / Q): the share of the spread that sampling does not explain.
//
// Q has little power for few strata and rejects trifles for very precise ones; I^2 is a
// description, not a test, and is itself uncertain for fewer than about ten strata.
//
// References: W. G. Cochran, Biometrics 10 (1954), doi:10.2307/3001666; J. P. T. Higgins,
// S. G. Thompson, Statistics in Medicine 21 (2002), doi:10.1002/sim.1186.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/stable_sum.hpp>

namespace tailgate::stats {

struct heterogeneity {
  double pooled;             ///< the inverse-variance mean
  double q;                  ///< Cochran's Q
  double degrees_of_freedom; ///< strata - 1
  double p_value;            ///< against "all strata share one value"
  double i_squared;          ///< within [0, 1)
};

/// Undefined for fewer than two strata (too few items), a standard error of 0 (zero variance) or a
/// non-finite entry, or where a weight or a square leaves the range of double (non-finite input).
/// Throws shape_error E204 when the lengths differ. O(strata), no allocation.
[[nodiscard]] inline estimate<heterogeneity> cochran_q(
    std::span<const double> estimates, std::span<const double> standard_errors) {
  detail::require_same_length(
      estimates.size(), standard_errors.size(), "estimates and standard_errors", "cochran_q");
  if (estimates.size() < 2)
    return estimates.empty() ? undefined_reason::no_items : undefined_reason::too_few_items;
  stable_sum weights;
  stable_sum weighted;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const double s = standard_errors[i];
    if (!std::isfinite(estimates[i]) || !std::isfinite(s))
      return undefined_reason::non_finite_input;
    if (!(s > 0))
      return undefined_reason::zero_variance;
    weights += 1 / (s * s);
    weighted += estimates[i] / (s * s);
  }
  heterogeneity result{};
  result.pooled = weighted.value() / weights.value();
  stable_sum q;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const double z = (estimates[i] - result.pooled) / standard_errors[i];
    q += z * z;
  }
  result.q = q.value();
  if (!std::isfinite(result.pooled) || !std::isfinite(result.q))
    return undefined_reason::non_finite_input;
  result.degrees_of_freedom = static_cast<double>(estimates.size() - 1);
  result.p_value = chi_square_sf(result.q, result.degrees_of_freedom);
  result.i_squared =
      result.q > 0 ? std::max(0.0, (result.q - result.degrees_of_freedom) / result.q) : 0;
  return result;
}

} // namespace tailgate::stats
