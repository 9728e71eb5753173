// The chi-square distribution, by the incomplete gamma function: P(X <= x) = P(df / 2, x / 2).
#pragma once

#include <cmath>
#include <limits>
#include <tailgate/stats/detail/bracketed_root.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/incomplete_gamma.hpp>

namespace tailgate::stats {

/// P(X <= x). Throws argument_error E202 unless df is finite and above 0, E203 for a NaN x.
[[nodiscard]] inline double chi_square_cdf(double x, double df) {
  return regularized_gamma_p(df / 2, x / 2);
}

/// P(X > x), accurate in the upper tail. Errors as chi_square_cdf.
[[nodiscard]] inline double chi_square_sf(double x, double df) {
  return regularized_gamma_q(df / 2, x / 2);
}

/// The x with P(X <= x) = p; 0 at p = 0, infinite at p = 1. Throws argument_error E201 unless p
/// lies within [0, 1], E202 unless df is finite and above 0.
[[nodiscard]] inline double chi_square_quantile(double p, double df) {
  detail::require_positive(df, "df", "chi_square_quantile");
  detail::require_probability(p, "chi_square_quantile");
  if (p == 0)
    return 0;
  if (p == 1)
    return std::numeric_limits<double>::infinity();
  const auto excess = [p, df](double log_x) {
    const auto tails = detail::incomplete_gamma(df / 2, std::exp(log_x) / 2);
    return p < 0.5 ? std::log(tails.lower / p) : std::log((1 - p) / tails.upper);
  };
  // The root is sought in log x: small quantiles of few degrees of freedom span many decades.
  double low = std::log(df);
  double high = low;
  while (excess(low) > 0 && low > -700)
    low -= 2;
  while (excess(high) < 0 && high < 700)
    high += 0.5;
  return std::exp(detail::bracketed_root(excess, low, high, 1e-16));
}

} // namespace tailgate::stats
