// Paired right/wrong outcomes gathered by independent unit: an item that stands alone, or a
// complete cluster of items that share a source.
//
// A unit enters a sequential test with its mean (gained - lost) / items, within [-1, 1]. Means are
// kept as reduced fractions with their number of units, so that the state is integers only: shards
// add up, and the result is the same for every order of the units and every tree of shards.
//
// The mean over units is the mean over items where clusters are equally large. Otherwise a large
// cluster counts as much as a small one: the change in a unit drawn at random.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <tailgate/stats/paired_counts.hpp>
#include <utility>
#include <vector>

namespace tailgate::stats {

/// How many units had the same mean.
struct counted_mean {
  double mean;         ///< candidate - baseline of the unit, within [-1, 1]
  std::uint64_t units; ///< at least 1
};

class unit_outcomes {
public:
  /// Adds one complete unit: a table of one item, or of all items of a cluster. A table without
  /// items is no unit and changes nothing. O(log d) for d different means.
  void add(const paired_counts& unit) { add(unit, 1); }

  /// Adds every item of the table as a unit of its own.
  void add_items(const paired_counts& items) {
    add({.lost = 1}, items.lost);
    add({.gained = 1}, items.gained);
    add({.both = 1}, items.both);
    add({.neither = 1}, items.neither);
  }

  unit_outcomes& operator+=(const unit_outcomes& other) {
    const auto theirs = other.means_; // other may be *this
    for (const auto& [mean, units] : theirs)
      means_[mean] += units;
    units_ += other.units_;
    items_ += other.items_;
    return *this;
  }

  [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
  [[nodiscard]] const paired_counts& items() const noexcept { return items_; }

  /// The different means in a fixed order.
  [[nodiscard]] std::vector<counted_mean> means() const {
    std::vector<counted_mean> result;
    result.reserve(means_.size());
    for (const auto& [mean, units] : means_)
      result.push_back({static_cast<double>(mean.first) / static_cast<double>(mean.second), units});
    return result;
  }

  friend bool operator==(const unit_outcomes&, const unit_outcomes&) = default;

private:
  using fraction = std::pair<std::int64_t, std::int64_t>; ///< net change, items; no common divisor

  void add(const paired_counts& unit, std::uint64_t times) {
    const auto size = static_cast<std::int64_t>(unit.total());
    if (size == 0 || times == 0)
      return;
    const auto net = static_cast<std::int64_t>(unit.gained) - static_cast<std::int64_t>(unit.lost);
    const std::int64_t divisor = std::gcd(net, size);
    means_[{net / divisor, size / divisor}] += times;
    units_ += times;
    items_ += {unit.both * times, unit.lost * times, unit.gained * times, unit.neither * times};
  }

  std::map<fraction, std::uint64_t> means_;
  std::uint64_t units_ = 0;
  paired_counts items_;
};

} // namespace tailgate::stats
