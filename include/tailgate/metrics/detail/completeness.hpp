// The check behind breakdown::complete: every declared stratum, once, with enough items.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

inline constexpr const char* complete_place = "breakdown::complete";

/// The declared strata by key with their position. Throws E353, E354, E355.
[[nodiscard]] inline std::map<stratum_key, std::size_t> declared_positions(
    std::span<const declared_stratum> declared) {
  if (declared.empty())
    throw argument_error(
        355, complete_place, "no stratum is declared; declare at least one before measuring");
  std::map<stratum_key, std::size_t> positions;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const declared_stratum& s = declared[i];
    if (!std::isfinite(s.natural_frequency) || s.natural_frequency <= 0)
      throw argument_error(354, complete_place,
          "stratum '" + s.key.name() + "' has natural frequency " +
              std::to_string(s.natural_frequency) +
              "; it must be positive and finite, or the stratum must not be declared");
    if (!positions.emplace(s.key, i).second)
      throw argument_error(353, complete_place,
          "stratum '" + s.key.name() + "' is declared twice; add up its frequencies instead");
  }
  return positions;
}

/// Throws E358 for numbers that cannot be a summary.
inline void check_row(const paired_summary& row) {
  const auto refuse = [&](const std::string& what) {
    throw argument_error(358, complete_place, "stratum '" + row.stratum.name() + "': " + what);
  };
  for (const auto& [name, e] : std::initializer_list<std::pair<const char*, estimate<double>>>{
           {"baseline", row.baseline}, {"candidate", row.candidate}, {"difference", row.difference},
           {"standard error", row.standard_error}})
    if (e && !std::isfinite(e.value()))
      refuse(std::string(name) + " is not finite; give the reason as an undefined estimate");
  if (row.standard_error && row.standard_error.value() < 0)
    refuse("the standard error " + std::to_string(row.standard_error.value()) + " is negative");
  if (row.marginals && (row.marginals->baseline_right > row.marginals->baseline_items ||
                           row.marginals->candidate_right > row.marginals->candidate_items))
    refuse("more right answers than items: " + std::to_string(row.marginals->baseline_right) +
           " of " + std::to_string(row.marginals->baseline_items) + " with the baseline, " +
           std::to_string(row.marginals->candidate_right) + " of " +
           std::to_string(row.marginals->candidate_items) + " with the candidate");
  if (row.confidence) {
    const interval& c = row.confidence.value();
    if (!std::isfinite(c.lower) || !std::isfinite(c.upper) || c.lower > c.upper)
      refuse("the interval [" + std::to_string(c.lower) + ", " + std::to_string(c.upper) +
             "] must be finite and in order");
    if (!(row.confidence_level > 0 && row.confidence_level < 1))
      refuse("confidence level " + std::to_string(row.confidence_level) + " is not within (0, 1)");
  }
  if (row.clusters == 0 || row.clusters > row.items)
    refuse(std::to_string(row.clusters) + " clusters of " + std::to_string(row.items) +
           " items; clusters must be in [1, items]");
}

/// The rows in declaration order with normalised weights. Errors: see breakdown::complete.
[[nodiscard]] inline std::vector<paired_summary> complete_rows(
    std::span<const declared_stratum> declared, std::vector<paired_summary> rows) {
  const auto positions = declared_positions(declared);
  std::vector<paired_summary*> slots(declared.size(), nullptr);
  for (paired_summary& row : rows) {
    const auto at = positions.find(row.stratum);
    if (at == positions.end())
      throw argument_error(352, complete_place,
          "stratum '" + row.stratum.name() +
              "' was measured but not declared; declare it with its natural frequency");
    if (slots[at->second] != nullptr)
      throw argument_error(353, complete_place,
          "stratum '" + row.stratum.name() + "' is given twice; merge its items before summing up");
    slots[at->second] = &row;
  }

  double total = 0;
  for (const declared_stratum& s : declared)
    total += s.natural_frequency;
  std::vector<paired_summary> ordered;
  ordered.reserve(declared.size());
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const declared_stratum& wanted = declared[i];
    if (slots[i] == nullptr)
      throw incomplete_error(350, complete_place,
          "stratum '" + wanted.key.name() +
              "' is declared but missing; measure it, or take it out of the declaration");
    const std::size_t least = std::max<std::size_t>(wanted.minimum_items, 1);
    if (slots[i]->items < least)
      throw incomplete_error(351, complete_place,
          "stratum '" + wanted.key.name() + "' has " + std::to_string(slots[i]->items) +
              " items, its minimum is " + std::to_string(least) +
              "; add items, or merge it into a coarser stratum");
    check_row(*slots[i]);
    ordered.push_back(std::move(*slots[i]));
    ordered.back().weight = wanted.natural_frequency / total;
    const paired_summary& first = ordered.front();
    const paired_summary& row = ordered.back();
    if (row.metric != first.metric || row.unit != first.unit || row.direction != first.direction ||
        row.confidence_level != first.confidence_level)
      throw argument_error(356, complete_place,
          "stratum '" + row.stratum.name() + "' holds " + row.metric + " (" + row.unit +
              ") at level " + std::to_string(row.confidence_level) + ", stratum '" +
              first.stratum.name() + "' holds " + first.metric + " (" + first.unit + ") at level " +
              std::to_string(first.confidence_level) +
              "; a breakdown is of one metric at one level");
  }
  return ordered;
}

} // namespace tailgate::detail
