// Strata that differ on one axis only, in the order of its levels.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// Positions in the declared strata, by level: easiest first where the axis is ordered.
struct stratum_line {
  axis along;
  std::vector<std::size_t> strata;
};

/// All lines of two strata or more, axes in the order in which strata name them first. Levels are
/// in the order in which the declared strata name them first. Axes that `axes` leaves out are
/// nominal.
[[nodiscard]] inline std::vector<stratum_line> lines_of(
    std::span<const declared_stratum> declared, std::span<const axis> axes) {
  std::vector<std::string> names;
  std::map<stratum_key::level, std::size_t> rank; // of a level among all, by first mention
  for (const declared_stratum& s : declared) {
    names.reserve(names.size() + s.key.levels().size());
    for (const stratum_key::level& level : s.key.levels()) {
      rank.emplace(level, rank.size());
      if (std::find(names.begin(), names.end(), level.first) == names.end())
        names.push_back(level.first);
    }
  }
  std::vector<stratum_line> lines;
  for (const std::string& name : names) {
    const auto known =
        std::find_if(axes.begin(), axes.end(), [&](const axis& a) { return a.name == name; });
    const axis along = known == axes.end() ? axis{name, axis_kind::nominal} : *known;
    // By the levels on the other axes; within, by rank of the level on this one.
    std::map<std::vector<stratum_key::level>, std::map<std::size_t, std::size_t>> by_others;
    for (std::size_t s = 0; s < declared.size(); ++s) {
      auto others = declared[s].key.levels();
      const auto here = std::find_if(others.begin(), others.end(),
          [&](const stratum_key::level& level) { return level.first == name; });
      if (here == others.end())
        continue;
      const std::size_t level = rank.at(*here);
      others.erase(here);
      by_others[std::move(others)].emplace(level, s);
    }
    lines.reserve(lines.size() + by_others.size());
    for (const auto& entry : by_others) {
      if (entry.second.size() < 2)
        continue;
      stratum_line line{along, {}};
      line.strata.reserve(entry.second.size());
      for (const auto& [level, s] : entry.second)
        line.strata.push_back(s);
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

} // namespace tailgate::detail
