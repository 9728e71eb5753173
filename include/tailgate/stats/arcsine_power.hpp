// Power of the two-sided comparison of two independent proportions of n items each, by the arcsine
// transformation: with effect size h = 2 asin sqrt(p1) - 2 asin sqrt(p2),
//   power = Phi(h sqrt(n/2) - z) + Phi(-h sqrt(n/2) - z),   z = z(1 - alpha/2).
//
// For planning with unpaired runs. Paired items need far fewer; see connor.hpp.
//
// Reference: J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd ed. (1988),
// chapter 6; as in R's pwr.2p.test.
#pragma once

#include <cmath>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/normal_distribution.hpp>

namespace tailgate::stats {

/// Cohen's h, within [-pi, pi]. Throws argument_error E201 outside [0, 1].
[[nodiscard]] inline double arcsine_effect_size(double p1, double p2) {
  detail::require_probability(p1, "arcsine_effect_size");
  detail::require_probability(p2, "arcsine_effect_size");
  return 2 * std::asin(std::sqrt(p1)) - 2 * std::asin(std::sqrt(p2));
}

/// The probability that the two-sided test at level `alpha` rejects with `items` in each run.
/// Throws argument_error E201 for alpha, E202 unless items is finite and above 0, E203 for a NaN.
[[nodiscard]] inline double arcsine_power(double effect_size, double items, double alpha = 0.05) {
  detail::require_probability(alpha, "arcsine_power");
  detail::require_positive(items, "items", "arcsine_power");
  detail::require_number(effect_size, "effect_size", "arcsine_power");
  const double z = -normal_quantile(alpha / 2);
  const double shift = effect_size * std::sqrt(items / 2);
  return normal_cdf(shift - z) + normal_cdf(-shift - z);
}

} // namespace tailgate::stats
