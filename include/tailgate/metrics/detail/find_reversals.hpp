// Finds the pairs of levels whose order in the margin is reversed in the strata.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/detail/level_groups.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/reversed_levels.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// The strata of a group by their levels on all other axes.
using strata_by_rest = std::map<std::vector<stratum_key::level>, const paired_summary*>;

[[nodiscard]] inline strata_by_rest by_rest(const level_group& group) {
  strata_by_rest strata;
  for (const paired_summary& row : group.rows) {
    std::vector<stratum_key::level> rest;
    for (const auto& level : row.stratum.levels())
      if (group.at.level_on(level.first) == nullptr)
        rest.push_back(level);
    std::sort(rest.begin(), rest.end());
    strata.emplace(std::move(rest), &row);
  }
  return strata;
}

/// Absent unless the strata that both groups have say the opposite of the margin.
[[nodiscard]] inline std::optional<reversed_levels> reversal_between(
    const level_group& worse, const level_group& other) {
  reversed_levels result{worse.at, other.at, {}};
  const strata_by_rest others = by_rest(other);
  bool better = false;
  for (const auto& [rest, row] : by_rest(worse)) {
    const auto match = others.find(rest);
    if (match == others.end() || !row->difference || !match->second->difference)
      continue;
    const double gap = row->difference.value() - match->second->difference.value();
    const double loss = row->direction == better::higher ? -gap : gap;
    if (loss > 0)
      return std::nullopt;
    better = better || loss < 0;
    result.strata.emplace_back(row->stratum, match->second->stratum);
  }
  return better ? std::optional(std::move(result)) : std::nullopt;
}

/// Every pair of groups, by their marginal differences, in the groups' order. O(strata x groups).
[[nodiscard]] inline std::vector<reversed_levels> find_reversals(
    std::span<const level_group> groups, std::span<const estimate<double>> differences) {
  std::vector<reversed_levels> found;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      if (!differences[i] || !differences[j] || differences[i].value() == differences[j].value())
        continue;
      const bool i_lower = differences[i].value() < differences[j].value();
      const bool i_worse = i_lower == (groups[i].rows.front().direction == better::higher);
      auto pair =
          i_worse ? reversal_between(groups[i], groups[j]) : reversal_between(groups[j], groups[i]);
      if (pair)
        found.insert(found.end(), std::move(*pair));
    }
  return found;
}

} // namespace tailgate::detail
