// The paired test of one stratum against its margin, read from a row of a breakdown.
//
// With difference d in the direction in which more is better and margin m > 0, and the two-sided
// interval [lower, upper] of level 1 - 2 alpha:
//
//   lower > -m   shown to be no worse than the margin allows
//   upper < -m   shown to be worse
//   otherwise    neither
//
// An interval can be the hull of a t and a score interval (see paired_summary); its p-value is
// then the larger of the two, since both parts have to reject. Of a row with marginals, whose pairs
// are not known, the test is the unpaired one of Miettinen and Nurminen.
//
// Reference: G. Piaggio et al., JAMA 308 (2012), doi:10.1001/jama.2012.87802 (CONSORT for
// non-inferiority trials).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/miettinen_nurminen.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/skewness_transformation.hpp>
#include <tailgate/stats/student_t_distribution.hpp>
#include <tailgate/stats/tango.hpp>
#include <vector>

namespace tailgate {

/// Where an interval lies against the margin.
enum class margin_position {
  above,  ///< lower > -margin
  below,  ///< upper < -margin
  across, ///< neither
  unknown ///< there is no interval
};

struct non_inferiority {
  margin_position position = margin_position::unknown;
  estimate<double> p_value; ///< H0: difference >= -margin; small means that damage is shown
  /// About how many more pairs like these decide with probability 0.8, towards the side of -margin
  /// on which the difference lies: only for `across`, and absent when the difference is at -margin.
  std::optional<std::size_t> further_pairs;
};

/// Whether the row is of right/wrong outcomes: paired ones have a design effect, totals counts.
[[nodiscard]] inline bool has_outcomes(const paired_summary& row) noexcept {
  return row.marginals.has_value() || row.design_effect.defined();
}

namespace detail {

/// One part of the test: a statistic that is positive when the candidate did better than -margin,
/// the critical value it has to exceed, and its lower tail.
struct margin_statistic {
  double value;
  double critical;
  double lower_tail;
};

/// The parts of the row's interval; none when it has no spread to divide by.
[[nodiscard]] inline std::vector<margin_statistic> margin_statistics(
    const paired_summary& row, double margin) {
  std::vector<margin_statistic> parts;
  const stats::confidence_level level(row.confidence_level);
  if (row.marginals) {
    const double t = stats::miettinen_nurminen_statistic(*row.marginals, -margin).value();
    parts.push_back({t, stats::normal_critical_value(level), stats::normal_cdf(t)});
    return parts; // whatever else is set: no pairs, no paired test
  }
  if (row.degrees_of_freedom && row.standard_error && row.standard_error.value() > 0) {
    const double df = row.degrees_of_freedom.value();
    const double sign = row.direction == better::higher ? 1 : -1;
    double t = (sign * row.difference.value() + margin) / row.standard_error.value();
    if (row.skewness)
      t = stats::skewness_transformation(
          sign * row.skewness.value(), static_cast<double>(row.clusters))(t);
    parts.push_back({t, stats::student_t_critical_value(level, df), stats::student_t_cdf(t, df)});
  }
  if (row.design_effect) {
    stats::paired_counts table;
    table.lost = row.flips.lost;
    table.gained = row.flips.gained;
    table.both = row.items - row.flips.lost - row.flips.gained;
    const double t =
        stats::tango_statistic(table, -margin).value() / std::sqrt(row.design_effect.value());
    parts.push_back({t, stats::normal_critical_value(level), stats::normal_cdf(t)});
  }
  return parts;
}

/// The rule of stats::further_pairs at power 0.8 for statistics of either kind: they grow with the
/// square root of the items, and the part that is farthest from its critical value sets the number.
[[nodiscard]] inline std::optional<std::size_t> further_pairs(
    const std::vector<margin_statistic>& parts, std::size_t items) {
  const double power = stats::normal_quantile(0.8);
  double growth = 0;
  for (const margin_statistic& part : parts) {
    const double ratio = (part.critical + power) / part.value;
    growth = std::max(growth, ratio * ratio);
  }
  const double wanted = std::ceil(growth * static_cast<double>(items));
  constexpr double countable = 1e15; // beyond it "as many as you like" is no advice
  if (!(wanted > static_cast<double>(items)) || !(wanted < countable))
    return std::nullopt;
  return static_cast<std::size_t>(wanted) - items;
}

} // namespace detail

/// Tests the row against `margin`, in the row's unit, above 0 (below 1 for proportions with
/// flips); the level is that of the row's interval. Where the row has no interval, position is
/// unknown and the p-value undefined for the same reason. Throws argument_error E206 for a margin
/// outside (-1, 1) of right/wrong outcomes. O(1).
[[nodiscard]] inline non_inferiority test_non_inferiority(
    const paired_summary& row, double margin) {
  non_inferiority result;
  if (!row.confidence) {
    result.p_value = row.confidence.why();
    return result;
  }
  const interval c = row.confidence.value();
  const bool higher = row.direction == better::higher;
  const double lower = higher ? c.lower : -c.upper;
  const double upper = higher ? c.upper : -c.lower;
  result.position = lower > -margin   ? margin_position::above
                    : upper < -margin ? margin_position::below
                                      : margin_position::across;
  const auto parts = detail::margin_statistics(row, margin);
  if (parts.empty()) {
    result.p_value = undefined_reason::zero_variance;
    return result;
  }
  double p = 0;
  for (const detail::margin_statistic& part : parts)
    p = std::max(p, part.lower_tail);
  result.p_value = p;
  if (result.position == margin_position::across)
    result.further_pairs = detail::further_pairs(parts, row.items);
  return result;
}

} // namespace tailgate
