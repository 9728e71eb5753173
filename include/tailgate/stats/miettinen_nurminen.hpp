// Miettinen and Nurminen's score test and interval for a difference of proportions of independent
// items: what is left when only the totals of two runs are known, not their pairs.
//
// For a hypothetical difference d the statistic is
//   T(d) = (p2 - p1 - d) / sqrt((q1 (1 - q1) / n1 + q2 (1 - q2) / n2) N / (N - 1)),  N = n1 + n2,
// with the observed proportions p1 (baseline) and p2 (candidate) and the most likely ones q1 and
// q2 = q1 + d among those that differ by d. T falls as d grows. The interval is every d with
// |T(d)| <= z; the one-sided tests read T at the margin, so that a bound excludes the margin
// exactly when its test rejects. Without the factor N / (N - 1) these are the interval of Mee and
// the test of Farrington and Manning.
//
// Coverage is close to the level from small samples on, slightly above it on average. Outcomes of
// the same items are mostly alike in both runs: then this interval is too wide, and the tests
// reject too rarely. With the pairs at hand use tango.hpp; flip_bounds.hpp says what pairs could
// have shown.
//
// q1 is found as the root of the derivative of the log-likelihood, which falls: the closed form by
// trigonometric functions loses digits near the ends.
//
// References: O. Miettinen, M. Nurminen, Statistics in Medicine 4 (1985), 213-226,
// doi:10.1002/sim.4780040211; C. P. Farrington, G. Manning, Statistics in Medicine 9 (1990),
// doi:10.1002/sim.4780091208; R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890.
#pragma once

#include <cmath>
#include <limits>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/bracketed_root.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/require_totals.hpp>
#include <tailgate/stats/detail/score_upper.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <tailgate/stats/normal_distribution.hpp>

namespace tailgate::stats {

namespace detail {

/// Right answers of two independent runs as doubles; a difference is second minus first.
struct independent_runs {
  double right1, items1, right2, items2;

  explicit independent_runs(const marginal_counts& c)
      : right1(static_cast<double>(c.baseline_right)),
        items1(static_cast<double>(c.baseline_items)),
        right2(static_cast<double>(c.candidate_right)),
        items2(static_cast<double>(c.candidate_items)) {}

  [[nodiscard]] independent_runs exchanged() const {
    independent_runs result = *this;
    result.right1 = right2;
    result.items1 = items2;
    result.right2 = right1;
    result.items2 = items1;
    return result;
  }
  [[nodiscard]] double difference() const { return right2 / items2 - right1 / items1; }
};

/// The most likely first proportion among pairs (q, q + d), 0 <= d <= 1.
[[nodiscard]] inline double restricted_proportion(const independent_runs& c, double d) {
  const auto term = [](double count, double p) { return count > 0 ? count / p : 0; };
  const auto slope = [&](double q) {
    return term(c.right1, q) - term(c.items1 - c.right1, 1 - q) + term(c.right2, q + d) -
           term(c.items2 - c.right2, 1 - d - q);
  };
  if (!(slope(0) > 0))
    return 0;
  if (!(slope(1 - d) < 0))
    return 1 - d;
  return bracketed_root(slope, 0, 1 - d);
}

/// T(d); negative d is the same table with the runs exchanged.
[[nodiscard]] inline double miettinen_nurminen_statistic(const independent_runs& c, double d) {
  if (d < 0)
    return -miettinen_nurminen_statistic(c.exchanged(), -d);
  const double q1 = restricted_proportion(c, d);
  const double q2 = q1 + d;
  const double items = c.items1 + c.items2;
  const double variance =
      (q1 * (1 - q1) / c.items1 + q2 * (1 - q2) / c.items2) * (items / (items - 1));
  const double numerator = c.difference() - d;
  if (variance > 0)
    return numerator / std::sqrt(variance);
  return numerator == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), numerator);
}

[[nodiscard]] inline double miettinen_nurminen_upper(const independent_runs& c, double z) {
  return score_upper(
      [&](double d) { return miettinen_nurminen_statistic(c, d); }, c.difference(), z);
}

} // namespace detail

/// The score statistic T(d) for the hypothesis that candidate - baseline is d, within (-1, 1):
/// standard normal under the hypothesis, positive when the candidate did better than it says.
/// Undefined (no items) when a run has none. Throws argument_error E205 when more items are right
/// than there are, E206 for d outside (-1, 1).
[[nodiscard]] inline estimate<double> miettinen_nurminen_statistic(
    const marginal_counts& counts, double d) {
  detail::require_totals(counts, "miettinen_nurminen_statistic");
  detail::require_margin(d, "miettinen_nurminen_statistic");
  if (counts.baseline_items == 0 || counts.candidate_items == 0)
    return undefined_reason::no_items;
  return detail::miettinen_nurminen_statistic(detail::independent_runs(counts), d);
}

/// The two-sided interval of candidate - baseline, within [-1, 1]. Undefined and throws as
/// miettinen_nurminen_statistic. About 20 evaluations of T an end; no allocation.
[[nodiscard]] inline estimate<interval> miettinen_nurminen_interval(
    const marginal_counts& counts, confidence_level level = default_confidence) {
  detail::require_totals(counts, "miettinen_nurminen_interval");
  if (counts.baseline_items == 0 || counts.candidate_items == 0)
    return undefined_reason::no_items;
  const double z = normal_critical_value(level);
  const detail::independent_runs runs(counts);
  return interval{-detail::miettinen_nurminen_upper(runs.exchanged(), z),
      detail::miettinen_nurminen_upper(runs, z)};
}

/// p-value against H0: difference >= -margin; small means that the candidate is shown to be worse
/// than the margin allows. Below alpha exactly when the upper end of the interval of level
/// 1 - 2 alpha lies below -margin. Undefined and throws as miettinen_nurminen_statistic.
[[nodiscard]] inline estimate<double> miettinen_nurminen_inferiority_p_value(
    const marginal_counts& counts, double margin) {
  const auto t = miettinen_nurminen_statistic(counts, -margin);
  return t ? estimate<double>(normal_cdf(t.value())) : t;
}

/// p-value against H0: difference <= -margin; small means that the candidate is shown to be no
/// worse than the margin allows. Otherwise as miettinen_nurminen_inferiority_p_value.
[[nodiscard]] inline estimate<double> miettinen_nurminen_noninferiority_p_value(
    const marginal_counts& counts, double margin) {
  const auto t = miettinen_nurminen_statistic(counts, -margin);
  return t ? estimate<double>(normal_sf(t.value())) : t;
}

} // namespace tailgate::stats
