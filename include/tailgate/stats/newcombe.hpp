// Newcombe's square-and-add interval for a difference of proportions (his method 10 in both
// papers): the Wilson intervals of the two proportions, joined with the correlation of the
// outcomes.
//
// With baseline p1 in (l1, u1), candidate p2 in (l2, u2), difference d = p2 - p1:
//   lower = d - sqrt((p2 - l2)^2 - 2 r (p2 - l2)(u1 - p1) + (u1 - p1)^2)
//   upper = d + sqrt((u2 - p2)^2 - 2 r (u2 - p2)(p1 - l1) + (p1 - l1)^2)
// r is the phi coefficient with the numerator both * neither - lost * gained moved towards 0 by n/2
// when it is positive (not beyond 0), and 0 when a margin of the table is empty. Independent items,
// of which only totals are known, have r = 0.
//
// Coverage is close to the level and slightly above it on average; the interval never leaves
// [-1, 1] and has width for tables without discordant pairs.
//
// References: R. G. Newcombe, Statistics in Medicine 17 (1998); paired: 2635-2650,
// doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C; independent: 873-890,
// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
#pragma once

#include <algorithm>
#include <cmath>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require_totals.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/wilson.hpp>

namespace tailgate::stats {

namespace detail {

/// The interval of candidate - baseline from right answers and items of each run, both at least
/// one, whose outcomes have correlation r.
[[nodiscard]] inline interval square_and_add(
    const marginal_counts& counts, double r, confidence_level level) {
  const auto [l1, u1] =
      wilson_interval(counts.baseline_right, counts.baseline_items, level).value();
  const auto [l2, u2] =
      wilson_interval(counts.candidate_right, counts.candidate_items, level).value();
  const double p1 =
      static_cast<double>(counts.baseline_right) / static_cast<double>(counts.baseline_items);
  const double p2 =
      static_cast<double>(counts.candidate_right) / static_cast<double>(counts.candidate_items);
  const auto join = [r](double a, double b) {
    return std::sqrt(std::max(a * a - 2 * r * a * b + b * b, 0.0));
  };
  const double d = p2 - p1;
  return {std::max(d - join(p2 - l2, u1 - p1), -1.0), std::min(d + join(u2 - p2, p1 - l1), 1.0)};
}

} // namespace detail

/// The two-sided interval of candidate - baseline over pairs, within [-1, 1].
/// Undefined (no items) for an empty table.
[[nodiscard]] inline estimate<interval> newcombe_interval(
    const paired_counts& counts, confidence_level level = default_confidence) {
  const auto total = counts.total();
  if (total == 0)
    return undefined_reason::no_items;
  const double n = static_cast<double>(total);
  const double right1 = static_cast<double>(counts.baseline_right());
  const double right2 = static_cast<double>(counts.candidate_right());
  const double margins = right1 * (n - right1) * right2 * (n - right2);
  double association = static_cast<double>(counts.both) * static_cast<double>(counts.neither) -
                       static_cast<double>(counts.lost) * static_cast<double>(counts.gained);
  if (association > 0)
    association = std::max(association - n / 2, 0.0);
  const double r = margins > 0 ? association / std::sqrt(margins) : 0;
  return detail::square_and_add(
      {counts.baseline_right(), total, counts.candidate_right(), total}, r, level);
}

/// The two-sided interval of candidate - baseline when only totals are known, as of independent
/// items, within [-1, 1]. Undefined (no items) when a run has none.
/// Throws argument_error E205 when more items are right than there are.
[[nodiscard]] inline estimate<interval> newcombe_independent_interval(
    const marginal_counts& counts, confidence_level level = default_confidence) {
  detail::require_totals(counts, "newcombe_independent_interval");
  if (counts.baseline_items == 0 || counts.candidate_items == 0)
    return undefined_reason::no_items;
  return detail::square_and_add(counts, 0, level);
}

} // namespace tailgate::stats
