// The writing system of a character, by the Script property of Unicode: all of it, not a handful of
// ranges.
//
// `common` are characters that many scripts share (digits, most punctuation, spaces), `inherited`
// those that take the script of what stands before them (combining marks), `unknown` those that
// are not assigned. None of the three says anything about the script of a text.
//
// Reference: Unicode Standard Annex #24, https://www.unicode.org/reports/tr24/; ISO 15924.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tailgate/strata/detail/script_table.hpp>

namespace tailgate {

/// The version of Unicode that the table was made from: "15.0.0".
[[nodiscard]] constexpr std::string_view script_data_version() noexcept {
  return detail::unicode_version;
}

inline constexpr std::size_t script_count = detail::script_labels.size();

/// Neighbouring code points of one script: [first, behind).
struct script_run {
  script own = script::common;
  std::uint32_t first = 0, behind = 0;
  [[nodiscard]] constexpr bool holds(char32_t code_point) const noexcept {
    return static_cast<std::uint32_t>(code_point) - first < behind - first;
  }
};

/// The run around a code point beyond ASCII, up to U+10FFFF. O(log of the table's 1,700 changes).
[[nodiscard]] constexpr script_run script_run_of(char32_t code_point) noexcept {
  const auto c = static_cast<std::uint32_t>(code_point);
  const auto& changes = detail::script_changes; // code point << 8 | script
  const auto behind =
      std::upper_bound(changes.begin(), changes.end(), c << 8 | std::uint32_t{0xFF});
  return {static_cast<script>(*(behind - 1) & 0xFF), *(behind - 1) >> 8,
      behind == changes.end() ? 0x110000 : *behind >> 8};
}

/// The script of a code point; `unknown` for those that are not assigned, and beyond U+10FFFF.
/// O(log of the table's 1,700 changes), without a table look-up below U+0080.
[[nodiscard]] constexpr script script_of(char32_t code_point) noexcept {
  const auto c = static_cast<std::uint32_t>(code_point);
  if (c < 0x80)
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? script::latin : script::common;
  return c > 0x10FFFF ? script::unknown : script_run_of(code_point).own;
}

/// The long name of the property value: "Latin", "Old_Persian".
[[nodiscard]] constexpr std::string_view script_name(script s) noexcept {
  return detail::script_labels[static_cast<std::size_t>(s)].name;
}

/// The code of ISO 15924: "Latn".
[[nodiscard]] constexpr std::string_view script_code(script s) noexcept {
  return detail::script_labels[static_cast<std::size_t>(s)].code;
}

/// The script of that long name or code, as they are spelt; absent when there is none.
[[nodiscard]] constexpr std::optional<script> parse_script(std::string_view text) noexcept {
  for (std::size_t i = 0; i < script_count; ++i)
    if (detail::script_labels[i].name == text || detail::script_labels[i].code == text)
      return static_cast<script>(i);
  return std::nullopt;
}

/// Whether the character tells the script of a text: not common, inherited or unknown.
[[nodiscard]] constexpr bool has_own_script(script s) noexcept {
  return s != script::common && s != script::inherited && s != script::unknown;
}

} // namespace tailgate
