// Exact match when only totals were kept: how many items each model answered right, not which.
//
// A paired test needs to know which items flipped. Without that the two runs are compared as if
// their items were independent, by the score test of Miettinen and Nurminen. Outcomes of the same
// items are mostly alike in both runs, so that this test is conservative: it passes and fails less
// than the pairs would, and the interval is wider. Items of one cluster are not allowed for, which
// works in the other direction; where clusters matter keep the pairs, and use exact_match.
//
// The row has `marginals` set, by which the gate knows it, and no flips: they have bounds and no
// values (stats/flip_bounds.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <tailgate/stats/miettinen_nurminen.hpp>

namespace tailgate {

/// The row of exact_match for a stratum of which only `counts` are known; `items` is the smaller of
/// the two numbers. Standard error, degrees of freedom and design effect are not measured;
/// everything is undefined (no items) when a run has none.
/// Throws argument_error E205 when more items are right than there are. O(1).
[[nodiscard]] inline paired_summary marginal_match(
    const stats::marginal_counts& counts, stats::confidence_level level) {
  const auto rate = [](std::uint64_t right, std::uint64_t items) -> estimate<double> {
    if (items == 0)
      return undefined_reason::no_items;
    return static_cast<double>(right) / static_cast<double>(items);
  };
  paired_summary row;
  row.metric = exact_match::name;
  row.unit = "proportion";
  row.direction = better::higher;
  row.confidence = stats::miettinen_nurminen_interval(counts, level);
  row.items = static_cast<std::size_t>(std::min(counts.baseline_items, counts.candidate_items));
  row.clusters = row.items;
  row.baseline = rate(counts.baseline_right, counts.baseline_items);
  row.candidate = rate(counts.candidate_right, counts.candidate_items);
  row.difference = undefined_reason::no_items;
  if (row.baseline && row.candidate)
    row.difference = row.candidate.value() - row.baseline.value();
  row.confidence_level = level.value();
  row.method = "unpaired score (Miettinen-Nurminen); pairs unknown";
  row.marginals = counts;
  return row;
}

} // namespace tailgate
