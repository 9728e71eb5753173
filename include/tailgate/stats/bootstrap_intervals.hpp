// Intervals of a bootstrap distribution with quantiles Q and observed value t:
//
//   percentile   Q(a), Q(1 - a)                    a = (1 - level) / 2
//   basic        2 t - Q(1 - a), 2 t - Q(a)
//   BCa          Q(a1), Q(a2),  a_i = Phi(z0 + (z0 + z_i) / (1 - acc (z0 + z_i))),  z_i = -+z(a),
//                z0 = Phi^-1(share of replicates below t, ties counted half)
//
// BCa is second-order accurate and respects transformations: the default for skewed differences
// such as losses. Percentile and basic are first-order; basic can leave the range of the statistic.
// All three are too short below about 20 items. Quantiles interpolate linearly (R's type 7).
//
// Undefined for a distribution without spread (zero variance) and, for BCa, when all replicates lie
// on one side of t or the correction has no value (no solution).
//
// Reference: B. Efron, JASA 82 (1987), 171-185, doi:10.1080/01621459.1987.10478410.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/normal_distribution.hpp>

namespace tailgate::stats {

namespace detail {

/// The type 7 quantile of ascending, non-empty values.
[[nodiscard]] inline double sorted_quantile(const std::vector<double>& sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const double floor = std::floor(position);
  const auto low = static_cast<std::size_t>(floor);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (position - floor) * (sorted[high] - sorted[low]);
}

[[nodiscard]] inline bool has_spread(const bootstrap_distribution& d) {
  return !d.replicates.empty() && d.replicates.front() < d.replicates.back();
}

} // namespace detail

[[nodiscard]] inline estimate<interval> percentile_interval(
    const bootstrap_distribution& distribution, confidence_level level = default_confidence) {
  if (!detail::has_spread(distribution))
    return undefined_reason::zero_variance;
  return interval{detail::sorted_quantile(distribution.replicates, level.tail()),
      detail::sorted_quantile(distribution.replicates, 1 - level.tail())};
}

[[nodiscard]] inline estimate<interval> basic_interval(
    const bootstrap_distribution& distribution, confidence_level level = default_confidence) {
  const auto percentile = percentile_interval(distribution, level);
  if (!percentile)
    return percentile;
  const auto [lower, upper] = percentile.value();
  return interval{2 * distribution.observed - upper, 2 * distribution.observed - lower};
}

[[nodiscard]] inline estimate<interval> bca_interval(
    const bootstrap_distribution& distribution, confidence_level level = default_confidence) {
  if (!detail::has_spread(distribution))
    return undefined_reason::zero_variance;
  const auto& sorted = distribution.replicates;
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), distribution.observed);
  const double below =
      static_cast<double>(first - sorted.begin()) + 0.5 * static_cast<double>(last - first);
  const double z0 = normal_quantile(below / static_cast<double>(sorted.size()));
  const double z = normal_critical_value(level);
  const double low = 1 - distribution.acceleration * (z0 - z);
  const double high = 1 - distribution.acceleration * (z0 + z);
  if (std::isinf(z0) || !(low > 0) || !(high > 0))
    return undefined_reason::not_invertible;
  return interval{detail::sorted_quantile(sorted, normal_cdf(z0 + (z0 - z) / low)),
      detail::sorted_quantile(sorted, normal_cdf(z0 + (z0 + z) / high))};
}

} // namespace tailgate::stats
