// Counts prompts by cell, in one pass over any number of them; memory grows with the cells only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/crossing_report.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tailgate {

/// How many prompts each cell has. Mergeable: the result does not depend on order or shards.
class crossing_counter {
public:
  /// `axes` as stratifier::scales() gives them.
  explicit crossing_counter(std::vector<axis_scale> axes) : axes_(std::move(axes)) {}

  /// Counts `prompts` prompts of one cell. Throws argument_error E279 above 2^64 - 1 in all.
  void count(const stratum_key& key, std::uint64_t prompts = 1) {
    if (prompts == 0)
      return;
    if (prompts > std::numeric_limits<std::uint64_t>::max() - total_)
      throw argument_error(279, "crossing_counter", "there are more than 2^64 - 1 prompts");
    cells_[key] += prompts;
    total_ += prompts;
  }

  /// Adds the counts of another shard. Throws argument_error E278 when its axes differ, E279;
  /// nothing is then added.
  void merge(const crossing_counter& other) {
    if (other.axes_ != axes_)
      throw argument_error(278, "crossing_counter::merge",
          "the other counter has other axes; count all shards with one stratifier");
    if (other.total_ > std::numeric_limits<std::uint64_t>::max() - total_)
      throw argument_error(279, "crossing_counter", "there are more than 2^64 - 1 prompts");
    for (const auto& [key, n] : other.cells_)
      cells_[key] += n;
    total_ += other.total_;
  }

  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

  /// The cells in order, and which are below `minimum` prompts. Throws argument_error E290 for a
  /// minimum of 0. O(cells log cells).
  [[nodiscard]] crossing_report report(std::uint64_t minimum) const {
    if (minimum == 0)
      throw argument_error(290, "crossing_counter::report",
          "the minimum is 0; it must be at least 1, the prompts that a verdict needs");
    crossing_report result{axes_, minimum, {}};
    result.cells.reserve(cells_.size());
    for (const auto& [key, n] : cells_)
      result.cells.push_back({key, n, {}});
    detail::sort_cells(result.cells, axes_);
    return result;
  }

private:
  struct key_hash {
    std::size_t operator()(const stratum_key& key) const noexcept {
      std::size_t h = 0;
      for (const auto& [axis, level] : key.levels()) {
        h = h * 31 + std::hash<std::string>()(axis);
        h = h * 31 + std::hash<std::string>()(level);
      }
      return h;
    }
  };

  std::vector<axis_scale> axes_;
  std::unordered_map<stratum_key, std::uint64_t, key_hash> cells_;
  std::uint64_t total_ = 0;
};

} // namespace tailgate
