// The 2x2 table of one stratum's items, each answered right or wrong by both models:
//
//                      candidate right   candidate wrong
//   baseline right          both              lost
//   baseline wrong         gained            neither
//
// difference = candidate - baseline = (gained - lost) / total: negative means damage. The table is
// all that the paired tests and intervals of proportions need; tables of shards add up.
#pragma once

#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>

namespace tailgate::stats {

struct paired_counts {
  std::uint64_t both = 0;    ///< right with both
  std::uint64_t lost = 0;    ///< right with the baseline, wrong with the candidate
  std::uint64_t gained = 0;  ///< wrong with the baseline, right with the candidate
  std::uint64_t neither = 0; ///< wrong with both

  /// Adds one item.
  constexpr void add(bool baseline_right, bool candidate_right) noexcept {
    ++(baseline_right ? (candidate_right ? both : lost) : (candidate_right ? gained : neither));
  }

  [[nodiscard]] constexpr std::uint64_t total() const noexcept {
    return both + lost + gained + neither;
  }
  /// Items whose outcome changed; the only ones that carry evidence about the direction.
  [[nodiscard]] constexpr std::uint64_t discordant() const noexcept { return lost + gained; }
  [[nodiscard]] constexpr std::uint64_t baseline_right() const noexcept { return both + lost; }
  [[nodiscard]] constexpr std::uint64_t candidate_right() const noexcept { return both + gained; }

  /// (gained - lost) / total, within [-1, 1]; undefined (no items) for an empty table.
  [[nodiscard]] constexpr estimate<double> difference() const {
    if (total() == 0)
      return undefined_reason::no_items;
    return (static_cast<double>(gained) - static_cast<double>(lost)) / static_cast<double>(total());
  }

  constexpr paired_counts& operator+=(const paired_counts& other) noexcept {
    both += other.both;
    lost += other.lost;
    gained += other.gained;
    neither += other.neither;
    return *this;
  }
  friend constexpr paired_counts operator+(paired_counts a, const paired_counts& b) noexcept {
    return a += b;
  }
  friend bool operator==(const paired_counts&, const paired_counts&) = default;
};

} // namespace tailgate::stats
