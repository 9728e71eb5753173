// The sixteen classes of numeric edges: the kinds of number on which arithmetic, tokenizers and
// low-precision formats break first. Each has difficulty bands, easiest first.
//
//   N1  long integer             N9  rounding tie
//   N2  carry chain              N10 fraction or percent
//   N3  digit-chunk split        N11 units
//   N4  separators               N12 date or time
//   N5  decimal comparison       N13 base or identifier
//   N6  scientific notation      N14 multi-hop chain
//   N7  half-precision edge      N15 signs and zeros
//   N8  narrow-format edge       N16 non-ASCII digits
//
// numeric_edge/ has a header a class: what it is, why models break there, which prompts belong to
// it and how prompts of it are made. A prompt can be of several classes; see numeric_features.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tailgate {

enum class numeric_class : std::uint8_t {
  long_integer,
  carry_chain,
  digit_chunk_split,
  separators,
  decimal_comparison,
  scientific_notation,
  half_precision_edge,
  narrow_format_edge,
  rounding_tie,
  fraction_or_percent,
  units,
  date_or_time,
  base_or_identifier,
  multi_hop_chain,
  signs_and_zeros,
  non_ascii_digits
};

inline constexpr std::size_t numeric_class_count = 16;

namespace detail {

struct numeric_class_label {
  std::string_view code;
  std::string_view name;
  std::array<std::string_view, 5> bands; ///< empty behind the last
};

inline constexpr std::array<numeric_class_label, numeric_class_count> numeric_class_labels{{
    {"N1", "long integer",
        {"1-4 digits", "5-8 digits", "9-14 digits", "15-20 digits", "over 20 digits"}},
    {"N2", "carry chain", {"run of 2", "run of 3-4", "run of 5 or more", "all nines"}},
    {"N3", "digit-chunk split", {"numbers split", "operands split apart"}},
    {"N4", "separators", {"comma groups", "other groups", "decimal comma", "ambiguous point"}},
    {"N5", "decimal comparison", {"by characters", "one digit longer", "two digits longer"}},
    {"N6", "scientific notation", {"exponent below 5", "exponent of 5 or more"}},
    {"N7", "half-precision edge", {"integer precision", "overflow", "subnormal", "Inf and NaN"}},
    {"N8", "narrow-format edge",
        {"4-bit and 8-bit integer", "8-bit float", "32-bit integer", "53-bit significand",
            "64-bit integer"}},
    {"N9", "rounding tie", {"half away from zero", "half to even"}},
    {"N10", "fraction or percent", {"percent", "fraction", "per mille or basis point"}},
    {"N11", "units", {"unit", "magnitude prefix", "conversion"}},
    {"N12", "date or time",
        {"date or time", "ambiguous order", "29 February", "epoch", "beyond 2038"}},
    {"N13", "base or identifier", {"base literal", "UUID or hash", "checksum"}},
    {"N14", "multi-hop chain", {"2 operations", "3-4 operations", "5 or more operations"}},
    {"N15", "signs and zeros", {"minus", "U+2212 minus", "leading zeros", "negative zero"}},
    {"N16", "non-ASCII digits", {"full-width digits", "digits of a script", "CJK numerals"}},
}};

[[nodiscard]] constexpr const numeric_class_label& label_of(numeric_class c) noexcept {
  return numeric_class_labels[static_cast<std::size_t>(c)];
}

} // namespace detail

/// All classes, N1 first.
inline constexpr std::array<numeric_class, numeric_class_count> all_numeric_classes = [] {
  std::array<numeric_class, numeric_class_count> all{};
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<numeric_class>(i);
  return all;
}();

/// "decimal comparison"
[[nodiscard]] constexpr std::string_view to_string(numeric_class c) noexcept {
  return detail::label_of(c).name;
}

/// "N5"
[[nodiscard]] constexpr std::string_view numeric_code(numeric_class c) noexcept {
  return detail::label_of(c).code;
}

/// The class of that name or code, as they are spelt; absent when there is none.
[[nodiscard]] constexpr std::optional<numeric_class> parse_numeric_class(
    std::string_view text) noexcept {
  for (const numeric_class c : all_numeric_classes)
    if (text == to_string(c) || text == numeric_code(c))
      return c;
  return std::nullopt;
}

/// The names of the bands of a class, easiest first; a band is its index.
[[nodiscard]] constexpr std::span<const std::string_view> numeric_bands(numeric_class c) noexcept {
  const std::span<const std::string_view> bands(detail::label_of(c).bands);
  std::size_t count = 0;
  while (count < bands.size() && !bands[count].empty())
    ++count;
  return bands.first(count);
}

/// Whether a band measures what the class is about without belonging to it. Only N1 has one: the
/// integers of 1-4 digits that long ones are compared with.
[[nodiscard]] constexpr bool is_control_band(numeric_class c, std::size_t band) noexcept {
  return c == numeric_class::long_integer && band == 0;
}

} // namespace tailgate
