// The Breslow-Day test: do all strata share one odds ratio? Given the Mantel-Haenszel odds ratio,
// A is the count of right candidate answers that fits a stratum's margins, V its variance:
//
//   chi-square(k - 1) = sum (a - A)^2 / V,   V = 1 / (1/A + 1/B + 1/C + 1/D),
//
// and Tarone's correction subtracts (sum (a - A))^2 / sum V, since the Mantel-Haenszel estimate is
// not the efficient one. The correction is the default. Expected counts below about 5 make the test
// unreliable in either form.
//
// References: N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research I (1980), 142-146;
// R. E. Tarone, Biometrika 72 (1985), doi:10.1093/biomet/72.1.91.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/mantel_haenszel.hpp>
#include <tailgate/stats/odds_table.hpp>

namespace tailgate::stats {

struct breslow_day_result {
  double chi_square;
  double degrees_of_freedom; ///< informative strata - 1
  double p_value;
};

enum class breslow_day_method { tarone, uncorrected };

namespace detail {

/// The count of right candidate answers that gives `odds_ratio` with the margins of `t`: the root
/// of A (wrong - candidate + A) = odds_ratio (candidate - A)(right - A) within the margins.
[[nodiscard]] inline double fitted_count(const odds_cells& t, double odds_ratio) {
  const double quadratic = 1 - odds_ratio;
  const double linear = t.wrong - t.candidate + odds_ratio * (t.candidate + t.right);
  const double constant = -odds_ratio * t.candidate * t.right;
  // linear > 0 whenever the root is inside, so this form never divides by 0 at odds ratio 1.
  const double root = std::sqrt(std::max(linear * linear - 4 * quadratic * constant, 0.0));
  return linear + root > 0 ? -2 * constant / (linear + root) : (root - linear) / (2 * quadratic);
}

} // namespace detail

/// Undefined for fewer than two informative strata, and where the common odds ratio is 0 or has no
/// value (no solution). Tables with an empty margin are left out.
[[nodiscard]] inline estimate<breslow_day_result> breslow_day(
    std::span<const odds_table> strata, breslow_day_method method = breslow_day_method::tarone) {
  const auto common = mantel_haenszel(strata);
  if (!common)
    return common.why();
  if (!common.value().odds_ratio || !(common.value().odds_ratio.value() > 0))
    return undefined_reason::not_invertible;
  const double odds_ratio = common.value().odds_ratio.value();
  std::size_t informative = 0;
  double chi_square = 0, excess = 0, variance = 0;
  for (const auto& table : strata) {
    const detail::odds_cells t(table);
    if (!t.informative())
      continue;
    ++informative;
    const double a = detail::fitted_count(t, odds_ratio);
    const double v =
        1 / (1 / a + 1 / (t.candidate - a) + 1 / (t.right - a) + 1 / (t.wrong - t.candidate + a));
    chi_square += (t.a - a) * (t.a - a) / v;
    excess += t.a - a;
    variance += v;
  }
  if (informative < 2)
    return undefined_reason::too_few_items;
  if (method == breslow_day_method::tarone)
    chi_square = std::max(chi_square - excess * excess / variance, 0.0);
  const double df = static_cast<double>(informative - 1);
  return breslow_day_result{chi_square, df, chi_square_sf(chi_square, df)};
}

} // namespace tailgate::stats
