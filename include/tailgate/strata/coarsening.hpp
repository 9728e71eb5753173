// Merges cells that are too small along one axis, on the caller's explicit wish. The name of a cell
// that was merged says so and lists what it holds.
//
//   rarity=99-99.9 % script=Thai    12     ->  rarity=99-99.9 % to 99.9 %+ (merged: 99-99.9 %,
//   rarity=99.9 %+   script=Thai    31         99.9 %+) script=Thai                           43
//
// Cells are merged only with cells that agree on every other axis.
//
//   ordinal axis    From the last level on, a cell below the minimum takes the next earlier ones
//                   until it holds the minimum; what is left too small at the first level joins the
//                   cell after it. Only neighbours are merged, among the levels that have prompts.
//   nominal axis    All cells below the minimum become one, "other (merged: A, B)".
//
// A single too small cell on a nominal axis has no partner and stays; so does what is too small
// even when merged: the report goes on naming both as too small. Lengths are never pooled: an axis
// of kind context_length is refused.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/crossing_report.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// A report with fewer cells, and where each cell of the finer report went.
class coarsening {
public:
  /// Merges the too small cells of `fine` along the axis of that name. Throws argument_error E291
  /// when the report has no such axis, E292 when it is a context length. O(cells^2) at worst.
  coarsening(const crossing_report& fine, std::string_view axis);

  [[nodiscard]] const crossing_report& report() const noexcept { return report_; }

  /// The cell that holds the prompts of a cell of the finer report. Throws argument_error E293 for
  /// a cell that was not in it.
  [[nodiscard]] const stratum_key& key(const stratum_key& fine) const {
    const auto found = became_.find(fine);
    if (found == became_.end())
      throw argument_error(293, "coarsening::key",
          "the cell '" + fine.name() +
              "' was not in the report that was coarsened; count its prompts first");
    return found->second;
  }

private:
  using run = std::vector<const crossing_cell*>;

  [[nodiscard]] std::vector<run> ordinal_runs(const run& group) const;
  [[nodiscard]] std::vector<run> nominal_runs(const run& group) const;
  void add_merged(const run& cells, axis_scale& scale);

  [[nodiscard]] static std::uint64_t size_of(const run& cells) noexcept {
    std::uint64_t sum = 0;
    for (const crossing_cell* cell : cells)
      sum += cell->count;
    return sum;
  }

  /// The key with another level on one axis, which it has; with an empty level, without the axis.
  [[nodiscard]] static std::vector<stratum_key::level> with_level(
      const stratum_key& key, std::string_view axis, const std::string& level) {
    std::vector<stratum_key::level> levels;
    levels.reserve(key.levels().size());
    for (const auto& [name, value] : key.levels())
      if (name != axis)
        levels.emplace_back(name, value);
      else if (!level.empty())
        levels.emplace_back(name, level);
    return levels;
  }

  crossing_report report_;
  std::map<stratum_key, stratum_key> became_;
};

inline coarsening::coarsening(const crossing_report& fine, std::string_view axis)
    : report_{fine.axes, fine.minimum, {}} {
  const auto scale = std::find_if(report_.axes.begin(), report_.axes.end(),
      [&](const axis_scale& s) { return s.name == axis; });
  if (scale == report_.axes.end())
    throw argument_error(291, "coarsening",
        "the report has no axis '" + std::string(axis) + "'; name one of its axes");
  if (scale->kind == axis_kind::context_length)
    throw argument_error(292, "coarsening",
        "axis '" + scale->name +
            "' is a context length, and lengths are not pooled: damage by long contexts would "
            "vanish in the short ones; add prompts, or coarsen along another axis");
  std::map<std::vector<stratum_key::level>, run> groups; // cells that agree on the other axes
  report_.cells.reserve(fine.cells.size());
  for (const crossing_cell& cell : fine.cells)
    if (cell.key.level_on(axis) != nullptr) {
      groups[with_level(cell.key, axis, {})].push_back(&cell);
    } else {
      report_.cells.push_back(cell);
      became_.emplace(cell.key, cell.key);
    }
  for (const auto& [rest, group] : groups) // each in the order of the report, that of the levels
    for (const run& cells :
        scale->kind == axis_kind::nominal ? nominal_runs(group) : ordinal_runs(group))
      add_merged(cells, *scale);
  detail::sort_cells(report_.cells, report_.axes);
}

inline std::vector<coarsening::run> coarsening::ordinal_runs(const run& group) const {
  std::vector<run> runs;
  runs.reserve(group.size());
  for (auto cell = group.rbegin(); cell != group.rend(); ++cell) {
    if (runs.empty() || size_of(runs.back()) >= report_.minimum)
      runs.emplace_back();
    runs.back().insert(runs.back().begin(), *cell);
  }
  if (runs.size() > 1 && size_of(runs.back()) < report_.minimum) {
    run& next = runs[runs.size() - 2];
    next.insert(next.begin(), runs.back().begin(), runs.back().end());
    runs.pop_back();
  }
  return runs;
}

inline std::vector<coarsening::run> coarsening::nominal_runs(const run& group) const {
  std::vector<run> runs;
  runs.reserve(group.size() + 1);
  run small;
  for (const crossing_cell* cell : group)
    if (report_.too_small(*cell))
      small.push_back(cell);
    else
      runs.push_back({cell});
  if (!small.empty())
    runs.push_back(std::move(small));
  return runs;
}

inline void coarsening::add_merged(const run& cells, axis_scale& scale) {
  if (cells.size() == 1) {
    report_.cells.push_back(*cells.front());
    became_.emplace(cells.front()->key, cells.front()->key);
    return;
  }
  std::vector<stratum_key> parts; // as counted, also of cells that were merged before
  parts.reserve(cells.size());
  for (const crossing_cell* cell : cells)
    if (cell->merged_from.empty())
      parts.push_back(cell->key);
    else
      parts.insert(parts.end(), cell->merged_from.begin(), cell->merged_from.end());
  std::vector<std::string> levels;
  levels.reserve(parts.size());
  for (const stratum_key& part : parts)
    if (const std::string& level = *part.level_on(scale.name);
        std::find(levels.begin(), levels.end(), level) == levels.end())
      levels.push_back(level);
  std::string text =
      scale.kind == axis_kind::nominal ? "other" : levels.front() + " to " + levels.back();
  text += " (merged: ";
  for (const std::string& level : levels)
    text.append(&level == &levels.front() ? "" : ", ").append(level);
  text += ')';
  // Where the level stands from now on: behind the last one that it holds.
  const auto last =
      std::find(scale.levels.begin(), scale.levels.end(), *cells.back()->key.level_on(scale.name));
  if (last != scale.levels.end() &&
      std::find(scale.levels.begin(), scale.levels.end(), text) == scale.levels.end())
    scale.levels.insert(last + 1, text);
  const stratum_key merged(with_level(cells.front()->key, scale.name, text));
  for (const crossing_cell* cell : cells)
    became_.emplace(cell->key, merged);
  report_.cells.push_back({merged, size_of(cells), std::move(parts)});
}

} // namespace tailgate
