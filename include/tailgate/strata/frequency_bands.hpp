// Six bands of rarity by cumulative mass: the band of a type (a token, a part of an identifier)
// follows from how much of the corpus is made up by the types that are more frequent.
//
//   band   level        the more frequent types hold
//   0      0-50 %       less than 50 % of all occurrences
//   1      50-80 %      from 50 %, less than 80 %
//   2      80-95 %      from 80 %, less than 95 %
//   3      95-99 %      from 95 %, less than 99 %
//   4      99-99.9 %    from 99 %, less than 99.9 %
//   5      99.9 %+      at least 99.9 %; and every type that was not seen
//
// Bands 0 to k are thus the smallest set of most frequent types that holds at least its share.
// Types of equal counts are in one band, whatever their order: the band is a function of the count
// alone, and the comparison is exact in integers. A band can be empty, mostly the first ones of a
// small corpus of few types.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <tailgate/error.hpp>
#include <vector>

namespace tailgate {

inline constexpr std::size_t rarity_band_count = 6;

/// The levels of an axis of rarity, the most frequent first.
inline constexpr std::array<std::string_view, rarity_band_count> rarity_band_levels{
    "0-50 %", "50-80 %", "80-95 %", "95-99 %", "99-99.9 %", "99.9 %+"};

/// The shares at which bands 0 to 4 end, in thousandths of the mass.
inline constexpr std::array<std::uint32_t, rarity_band_count - 1> rarity_band_ends{
    500, 800, 950, 990, 999};

/// The bands of one corpus. 40 bytes.
class frequency_bands {
public:
  /// From the counts of all types, in any order. Throws argument_error E280 when nothing was
  /// counted, E279 when the sum exceeds 2^64 - 1. O(n log n).
  explicit frequency_bands(std::vector<std::uint64_t> counts) {
    std::sort(counts.begin(), counts.end(), std::greater<>());
    std::uint64_t total = 0;
    for (const std::uint64_t n : counts) {
      if (n > std::numeric_limits<std::uint64_t>::max() - total)
        throw argument_error(
            279, "frequency_bands", "the counts sum to more than 2^64 - 1; count a smaller corpus");
      total += n;
    }
    if (total == 0)
      throw argument_error(280, "frequency_bands",
          "nothing was counted, so nothing is rarer than anything else; count a corpus first");
    least_.fill(std::numeric_limits<std::uint64_t>::max());
    std::uint64_t before = 0; // occurrences of the more frequent types
    for (std::size_t i = 0; i < counts.size() && counts[i] != 0;) {
      const std::uint64_t n = counts[i];
      for (std::size_t k = band_behind(before, total); k < least_.size(); ++k)
        least_[k] = n;
      for (; i < counts.size() && counts[i] == n; ++i)
        before += n;
    }
  }

  /// The band of a type that was counted so often; 5 for 0. O(1).
  [[nodiscard]] std::size_t band(std::uint64_t count) const noexcept {
    std::size_t k = 0;
    while (k < least_.size() && count < least_[k])
      ++k;
    return k;
  }

  friend bool operator==(const frequency_bands&, const frequency_bands&) = default;

private:
  static std::size_t band_behind(std::uint64_t before, std::uint64_t total) noexcept {
    std::size_t k = 0;
    while (k < rarity_band_ends.size()) {
      // total * end / 1000, rounded up, without a product that overflows.
      const std::uint64_t end = rarity_band_ends[k];
      const std::uint64_t needed = total / 1000 * end + (total % 1000 * end + 999) / 1000;
      if (before < needed)
        break;
      ++k;
    }
    return k;
  }

  std::array<std::uint64_t, rarity_band_count - 1> least_{}; // the smallest count in bands 0 to k
};

} // namespace tailgate
