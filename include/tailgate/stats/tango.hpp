// Tango's score test and interval for a paired difference of proportions.
//
// For a hypothetical difference d the statistic is
//   T(d) = (gained - lost - n d) / sqrt(n (2 p + d (1 - d))),
// where p is the probability of a lost item that fits the table best among those that differ by d:
//   p = (sqrt(B^2 - 4 A C) - B) / (2 A),  A = 2n,
//   B = (2n - gained + lost) d - gained - lost,  C = -lost d (1 - d).
// T falls as d grows. The interval is every d with |T(d)| <= z; the one-sided tests read T at the
// margin, so that a bound excludes the margin exactly when its test rejects.
//
// This is the default of the gate: coverage stays near the level down to small tables and few
// discordant pairs, where the Wald interval fails. With no discordant pair at all the ends are
// +-z^2 / (n + z^2): zero flips in fifty pairs prove little, and the interval says so.
//
// References: T. Tango, Statistics in Medicine 17 (1998), doi:10.1002/(SICI)1097-0258(19980430)
// 17:8<891::AID-SIM780>3.0.CO;2-B; M. W. Fagerland, S. Lydersen, P. Laake, Statistics in Medicine
// 33 (2014), doi:10.1002/sim.6148.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/score_upper.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>

namespace tailgate::stats {

namespace detail {

/// T(d) for 0 <= d <= 1; negative d is the same table with lost and gained exchanged.
[[nodiscard]] inline double tango_statistic_right(double lost, double gained, double n, double d) {
  const double numerator = gained - lost - n * d;
  const double spread = d * (1 - d);
  const double b = (2 * n - gained + lost) * d - gained - lost;
  const double root = std::sqrt(b * b + 8 * n * lost * spread);
  // Of the two forms of the quadratic's root, the one that does not subtract near-equal numbers.
  const double p = b > 0 ? 2 * lost * spread / (b + root) : (root - b) / (4 * n);
  const double variance = n * (2 * p + spread);
  if (variance > 0)
    return numerator / std::sqrt(variance);
  return numerator == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), numerator);
}

[[nodiscard]] inline double tango_statistic(double lost, double gained, double n, double d) {
  return d >= 0 ? tango_statistic_right(lost, gained, n, d)
                : -tango_statistic_right(gained, lost, n, -d);
}

[[nodiscard]] inline double tango_upper(double lost, double gained, double n, double z) {
  return score_upper(
      [=](double d) { return tango_statistic(lost, gained, n, d); }, (gained - lost) / n, z);
}

} // namespace detail

/// The score statistic T(d) for the hypothesis that the difference is d, within (-1, 1): standard
/// normal under the hypothesis, positive when the candidate did better than it says.
/// Undefined (no items) for an empty table. Throws argument_error E206 for d outside (-1, 1).
[[nodiscard]] inline estimate<double> tango_statistic(const paired_counts& counts, double d) {
  detail::require_margin(d, "tango_statistic");
  if (counts.total() == 0)
    return undefined_reason::no_items;
  return detail::tango_statistic(static_cast<double>(counts.lost),
      static_cast<double>(counts.gained), static_cast<double>(counts.total()), d);
}

/// The two-sided interval of candidate - baseline, within [-1, 1].
/// `design_effect`, at least 1, is how many of these items carry the information of one independent
/// item: T of a table whose counts are divided by it is T / sqrt(design_effect).
/// Undefined (no items) for an empty table. Throws argument_error E249 for a design effect below 1
/// or not finite. About 20 evaluations of T an end; no allocation.
[[nodiscard]] inline estimate<interval> tango_interval(const paired_counts& counts,
    confidence_level level = default_confidence, double design_effect = 1) {
  detail::require_design_effect(design_effect, "tango_interval");
  if (counts.total() == 0)
    return undefined_reason::no_items;
  const double n = static_cast<double>(counts.total());
  const double lost = static_cast<double>(counts.lost);
  const double gained = static_cast<double>(counts.gained);
  const double z = normal_critical_value(level) * std::sqrt(design_effect);
  return interval{
      -detail::tango_upper(gained, lost, n, z), detail::tango_upper(lost, gained, n, z)};
}

/// p-value against H0: difference >= -margin; small means that the candidate is shown to be worse
/// than the margin allows. Below alpha exactly when the upper end of the interval of level
/// 1 - 2 alpha lies below -margin. `margin` is a proportion, usually above 0.
/// Undefined (no items) for an empty table. Throws argument_error E206 outside (-1, 1).
[[nodiscard]] inline estimate<double> tango_inferiority_p_value(
    const paired_counts& counts, double margin) {
  const auto t = tango_statistic(counts, -margin);
  if (!t)
    return t;
  return normal_cdf(t.value());
}

/// p-value against H0: difference <= -margin; small means that the candidate is shown to be no
/// worse than the margin allows. Below alpha exactly when the lower end of the interval of level
/// 1 - 2 alpha lies above -margin. Otherwise as tango_inferiority_p_value.
[[nodiscard]] inline estimate<double> tango_noninferiority_p_value(
    const paired_counts& counts, double margin) {
  const auto t = tango_statistic(counts, -margin);
  if (!t)
    return t;
  return normal_sf(t.value());
}

} // namespace tailgate::stats
