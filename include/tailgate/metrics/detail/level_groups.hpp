// Strata sorted by their levels on chosen axes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <tailgate/metrics/detail/pooling.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate::detail {

/// The strata of one level, with weights that sum to 1, and what share of the whole they are.
struct level_group {
  stratum_key at;
  double share = 0;
  std::vector<paired_summary> rows;
};

/// Groups in the order of the levels, the first axis slowest; the rows without a level on one of
/// the axes apart.
struct level_groups {
  std::vector<level_group> groups;
  std::vector<paired_summary> outside;
};

[[nodiscard]] inline level_groups grouped_by(
    std::span<const paired_summary> rows, std::span<const std::string> axes) {
  std::vector<std::vector<std::string>> levels;
  levels.reserve(axes.size());
  for (const std::string& axis : axes)
    levels.push_back(levels_of(rows, axis));

  level_groups result;
  std::map<std::vector<std::size_t>, level_group> ordered;
  for (const paired_summary& row : rows) {
    std::vector<std::size_t> position;
    std::vector<stratum_key::level> at;
    for (std::size_t a = 0; a < axes.size(); ++a)
      if (const std::string* level = row.stratum.level_on(axes[a])) {
        const auto found = std::find(levels[a].begin(), levels[a].end(), *level);
        position.push_back(static_cast<std::size_t>(found - levels[a].begin()));
        at.emplace_back(axes[a], *level);
      }
    if (position.size() < axes.size()) {
      result.outside.push_back(row);
      continue;
    }
    level_group& group = ordered[position];
    group.at = stratum_key(std::move(at));
    group.share += row.weight;
    group.rows.push_back(row);
  }
  result.groups.reserve(ordered.size());
  for (auto& entry : ordered) {
    for (paired_summary& row : entry.second.rows)
      row.weight /= entry.second.share;
    result.groups.push_back(std::move(entry.second));
  }
  return result;
}

/// The axes that any of the rows has, but for those in `apart`, in order of first appearance.
[[nodiscard]] inline std::vector<std::string> other_axes(
    std::span<const paired_summary> rows, std::span<const std::string> apart) {
  std::vector<std::string> names;
  for (const paired_summary& row : rows)
    for (const auto& level : row.stratum.levels())
      if (std::find(apart.begin(), apart.end(), level.first) == apart.end() &&
          std::find(names.begin(), names.end(), level.first) == names.end())
        names.push_back(level.first);
  return names;
}

} // namespace tailgate::detail
