// A row's right and wrong answers as a table of two independent samples.
#pragma once

#include <cmath>
#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/odds_table.hpp>
#include <utility>

namespace tailgate::detail {

/// Taken from the totals where only those are known, otherwise from the scores, which for outcomes
/// are whole numbers of items and differ by the flips. "Right" is the better outcome, whatever the
/// metric's direction. Undefined (not measured) for a row of another kind, or without scores.
[[nodiscard]] inline estimate<stats::odds_table> outcome_table(const paired_summary& row) {
  if (row.marginals) {
    const stats::marginal_counts& m = *row.marginals;
    return stats::odds_table{m.candidate_right, m.candidate_items - m.candidate_right,
        m.baseline_right, m.baseline_items - m.baseline_right};
  }
  if (row.unit != "proportion" || !row.baseline || !row.candidate)
    return undefined_reason::not_measured;
  const double n = static_cast<double>(row.items);
  const double baseline = std::round(n * row.baseline.value());
  const double candidate = std::round(n * row.candidate.value());
  const double gain = (row.direction == better::higher ? 1.0 : -1.0) *
                      (static_cast<double>(row.flips.gained) - static_cast<double>(row.flips.lost));
  // A mean of n shares is rounded once or twice, which moves n times it by less than this.
  const double tolerance = 1e-6;
  const auto whole = [&](double share, double count) {
    return share >= 0 && share <= 1 && std::abs(n * share - count) <= tolerance;
  };
  if (!whole(row.baseline.value(), baseline) || !whole(row.candidate.value(), candidate) ||
      candidate - baseline != gain)
    return undefined_reason::not_measured;
  const auto count = [](double x) { return static_cast<std::uint64_t>(x); };
  stats::odds_table table{
      count(candidate), count(n - candidate), count(baseline), count(n - baseline)};
  if (row.direction == better::lower) {
    std::swap(table.candidate_right, table.candidate_wrong);
    std::swap(table.baseline_right, table.baseline_wrong);
  }
  return table;
}

} // namespace tailgate::detail
