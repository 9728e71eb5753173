// The axes of context length and of needle depth.
//
//   level       tokens                 level           needle position / context length
//   0-8K        up to 8,192            first third     [0, 1/3)
//   8K-64K      up to 65,536           middle third    [1/3, 2/3)
//   64K-128K    up to 131,072          last third      [2/3, 1)
//   128K+       more                   or "0-10 %" to "90-100 %" by deciles
//
// The needle is what the answer depends on; its position is that of its first token. Thirds are the
// default: beginning, middle and end are what a model treats differently, and thirty cells of
// deciles need ten times the prompts of three. The axis of length is of kind
// axis_kind::context_length: nothing pools it in silence. Depth is an axis of its own, nested: a
// prompt without a needle has no level on it.
//
// Reference: N. F. Liu et al., Lost in the Middle, TACL 12 (2024), 157-173,
// doi:10.1162/tacl_a_00638.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate {

inline constexpr std::array<std::string_view, 4> context_length_levels{
    "0-8K", "8K-64K", "64K-128K", "128K+"};

/// The last number of tokens of each level but the last.
inline constexpr std::array<std::uint64_t, 3> context_length_ends{8'192, 65'536, 131'072};

/// The level of a context of so many tokens.
[[nodiscard]] constexpr std::string_view context_level(std::uint64_t tokens) noexcept {
  std::size_t band = 0;
  while (band < context_length_ends.size() && tokens > context_length_ends[band])
    ++band;
  return context_length_levels[band];
}

/// Where the needle is in a context; both in the same unit, mostly tokens.
struct needle_place {
  std::uint64_t position = 0; ///< units before the needle
  std::uint64_t length = 0;   ///< units of the whole context, more than `position`
  /// position / length, within [0, 1).
  [[nodiscard]] constexpr double depth() const noexcept {
    return static_cast<double>(position) / static_cast<double>(length);
  }
  friend constexpr bool operator==(const needle_place&, const needle_place&) = default;
};

/// How finely depth is cut.
enum class needle_grid { thirds, deciles };

inline constexpr std::array<std::string_view, 3> needle_thirds{
    "first third", "middle third", "last third"};
inline constexpr std::array<std::string_view, 10> needle_deciles{"0-10 %", "10-20 %", "20-30 %",
    "30-40 %", "40-50 %", "50-60 %", "60-70 %", "70-80 %", "80-90 %", "90-100 %"};

/// The level of a needle's depth, exact in integers. Throws argument_error E284 unless
/// position < length < 2^60.
[[nodiscard]] inline std::string_view needle_level(
    const needle_place& needle, needle_grid grid = needle_grid::thirds) {
  if (needle.position >= needle.length || needle.length >= std::uint64_t{1} << 60)
    throw argument_error(284, "needle_level",
        "the needle is at " + std::to_string(needle.position) + " of a context of " +
            std::to_string(needle.length) +
            "; its position must be less than the length, and that less than 2^60");
  if (grid == needle_grid::thirds)
    return needle_thirds[static_cast<std::size_t>(needle.position * 3 / needle.length)];
  return needle_deciles[static_cast<std::size_t>(needle.position * 10 / needle.length)];
}

/// Length and depth as one level, for an axis that holds both: "8K-64K, middle third". Throws
/// argument_error E284 as needle_level.
[[nodiscard]] inline std::string context_level(
    std::uint64_t tokens, std::uint64_t needle_position, needle_grid grid = needle_grid::thirds) {
  std::string text(context_level(tokens));
  return text.append(", ").append(needle_level({needle_position, tokens}, grid));
}

} // namespace tailgate
