// The cells of crossed axes with their counts, and which of them are too small for a verdict of
// their own.
//
// A cell below the minimum is reported as such and stays a cell: nothing is pooled because it is
// small. Who wants fewer and larger cells says along which axis (strata/coarsening.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// One cell that has prompts.
struct crossing_cell {
  stratum_key key;                      ///< key.name() is its readable name
  std::uint64_t count = 0;              ///< prompts; at least 1
  std::vector<stratum_key> merged_from; ///< the cells it was made of; empty for a cell as counted
  friend bool operator==(const crossing_cell&, const crossing_cell&) = default;
};

/// All cells that have prompts, in the order of the axes and of their levels, those without an axis
/// first on it. Counts over `total()` are the natural frequencies of the corpus. Regular.
struct crossing_report {
  std::vector<axis_scale> axes;
  std::uint64_t minimum = 1; ///< prompts that a cell needs for a verdict of its own
  std::vector<crossing_cell> cells;

  [[nodiscard]] bool too_small(const crossing_cell& cell) const noexcept {
    return cell.count < minimum;
  }

  /// The cells below the minimum, in order.
  [[nodiscard]] std::vector<crossing_cell> too_small_cells() const {
    std::vector<crossing_cell> result;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(result),
        [&](const crossing_cell& cell) { return too_small(cell); });
    return result;
  }

  /// Prompts over all cells.
  [[nodiscard]] std::uint64_t total() const noexcept {
    std::uint64_t sum = 0;
    for (const crossing_cell& cell : cells)
      sum += cell.count;
    return sum;
  }

  friend bool operator==(const crossing_report&, const crossing_report&) = default;
};

namespace detail {

/// The place of a level on a scale: 0 where the key lacks the axis, from 1 for listed levels, and
/// behind all of them for others, which are then ordered as text.
[[nodiscard]] inline std::size_t level_rank(const axis_scale& scale, const std::string* level) {
  if (level == nullptr)
    return 0;
  const auto found = std::find(scale.levels.begin(), scale.levels.end(), *level);
  return static_cast<std::size_t>(found - scale.levels.begin()) + 1;
}

/// Sorts by axes and levels; axes that are not on the list do not order.
inline void sort_cells(std::vector<crossing_cell>& cells, const std::vector<axis_scale>& axes) {
  std::stable_sort(cells.begin(), cells.end(), [&](const crossing_cell& a, const crossing_cell& b) {
    for (const axis_scale& scale : axes) {
      const std::string* const left = a.key.level_on(scale.name);
      const std::string* const right = b.key.level_on(scale.name);
      const std::size_t i = level_rank(scale, left), j = level_rank(scale, right);
      if (i != j)
        return i < j;
      if (left != nullptr && *left != *right)
        return *left < *right;
    }
    return a.key < b.key;
  });
}

} // namespace detail

} // namespace tailgate
