// How the gate decides one stratum once the family's p-values are adjusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/gate_options.hpp>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/flip_bounds.hpp>
#include <tailgate/stats/marginal_counts.hpp>

namespace tailgate::detail {

/// A judged stratum with its metric's rule and its test.
struct trial {
  judged_stratum* stratum;
  const gated_metric* rule;
  non_inferiority test;
};

inline void add_note(judged_stratum& s, std::string_view clause) {
  if (!s.note.empty())
    s.note += "; ";
  s.note += clause;
}

/// "no pairs known, unpaired test: 5 to 25 lost, 0 to 20 gained"
[[nodiscard]] inline std::string unpaired_note(const stats::marginal_counts& counts) {
  std::string note = "no pairs known, unpaired test";
  if (counts.baseline_items != counts.candidate_items)
    return note + " of " + std::to_string(counts.baseline_items) + " and " +
           std::to_string(counts.candidate_items) + " items";
  const auto bounds = stats::frechet_flip_bounds(counts);
  if (!bounds)
    return note;
  const auto range = [](std::uint64_t low, std::uint64_t high) {
    return std::to_string(low) + " to " + std::to_string(high);
  };
  const auto& [fewest, most] = bounds.value();
  return note + ": " + range(fewest.lost, most.lost) + " lost, " +
         range(fewest.gained, most.gained) + " gained";
}

/// Only where more is better has a rate a floor and a ceiling: a flip rate of 0 is no floor.
[[nodiscard]] inline bool has_scale(const paired_summary& row) {
  return has_outcomes(row) && row.direction == better::higher;
}

[[nodiscard]] inline bool at_floor(const paired_summary& row, double floor) {
  return has_scale(row) && row.baseline && row.baseline.value() <= floor;
}

[[nodiscard]] inline bool at_ceiling(const paired_summary& row, double ceiling) {
  return has_scale(row) && row.baseline && row.baseline.value() >= ceiling && row.candidate &&
         row.candidate.value() >= ceiling;
}

[[nodiscard]] inline bool shows_damage(
    const non_inferiority& test, const estimate<double>& p_adjusted, double alpha) {
  return test.position == margin_position::below && p_adjusted && p_adjusted.value() <= alpha;
}

inline void decide_inconclusive(judged_stratum& s, const non_inferiority& test) {
  s.decision = verdict::inconclusive;
  s.further_pairs = test.further_pairs;
  if (test.position == margin_position::below)
    add_note(s, "worse than the margin on its own, but not after adjusting for all strata");
  else if (test.position == margin_position::unknown)
    add_note(s, std::string("no interval: ") + to_string(s.summary.confidence.why()));
}

inline void decide(const trial& t, double alpha) {
  judged_stratum& s = *t.stratum;
  if (s.summary.marginals)
    add_note(s, unpaired_note(*s.summary.marginals));
  const std::size_t missing = s.summary.missing_items;
  if (missing > 0)
    add_note(s, std::to_string(missing) + " items are missing in one of the runs: never a pass");
  if (shows_damage(t.test, s.p_adjusted, alpha)) {
    s.decision = verdict::fail;
  } else if (missing > 0) {
    decide_inconclusive(s, t.test);
  } else if (at_floor(s.summary, t.rule->floor)) {
    s.decision = verdict::uninformative;
    add_note(s, "the baseline is at the floor: nothing to lose here");
  } else if (at_ceiling(s.summary, t.rule->ceiling)) {
    s.decision = verdict::uninformative;
    s.further_pairs = t.test.further_pairs;
    add_note(s, "both models are at the ceiling: too easy to show damage");
  } else if (t.test.position == margin_position::above) {
    s.decision = verdict::pass;
  } else {
    decide_inconclusive(s, t.test);
  }
}

/// Whether the stratum keeps its tier from passing without failing it: it is inconclusive, or at
/// the ceiling with too few items to rule out a loss beyond the margin.
[[nodiscard]] inline bool leaves_open(const trial& t) {
  return t.stratum->decision == verdict::inconclusive ||
         (t.stratum->decision == verdict::uninformative &&
             t.test.position != margin_position::above &&
             at_ceiling(t.stratum->summary, t.rule->ceiling));
}

} // namespace tailgate::detail
