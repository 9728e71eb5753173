// How many columns a text takes on a terminal, and padding and folding by that measure.
//
// A code point counts 0 (combining marks, format characters), 2 (East Asian wide and full-width,
// most emoji) or 1. Sequences that a terminal joins to one picture (emoji with U+200D) count as
// their parts, which is what most terminals draw. Reference: UAX #11, East Asian Width.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/report/detail/width_tables.hpp>
#include <vector>

namespace tailgate::report {

/// Columns of one code point: 0, 1 or 2. Controls count 1; printable() removes them before.
[[nodiscard]] inline std::size_t display_width(char32_t c) noexcept {
  const auto within = [c](std::span<const detail::code_point_range> table) {
    const auto at = std::upper_bound(table.begin(), table.end(), c,
        [](char32_t value, const detail::code_point_range& r) { return value < r.first; });
    return at != table.begin() && c <= std::prev(at)->last;
  };
  if (c < 0x300)
    return 1;
  if (within(detail::zero_width_code_points))
    return 0;
  return within(detail::wide_code_points) ? 2 : 1;
}

/// Columns of a text in UTF-8; each malformed sequence counts 1, as U+FFFD.
[[nodiscard]] inline std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  for (const char32_t c : utf8_code_points(text))
    width += display_width(c);
  return width;
}

/// `text` with spaces behind it up to `width` columns; unchanged when it is as wide already.
[[nodiscard]] inline std::string pad_right(std::string text, std::size_t width) {
  const std::size_t own = display_width(text);
  return own < width ? text.append(width - own, ' ') : text;
}

/// `text` with spaces before it up to `width` columns; unchanged when it is as wide already.
[[nodiscard]] inline std::string pad_left(const std::string& text, std::size_t width) {
  const std::size_t own = display_width(text);
  return own < width ? std::string(width - own, ' ') + text : text;
}

/// `text` in lines of at most `width` columns, broken at the last space (which is dropped),
/// else behind an equals sign, else within the word. At least one line; a single character that is
/// wider than `width` still stands in a line of its own.
[[nodiscard]] inline std::vector<std::string> fold(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (display_width(text) > width) {
    std::size_t used = 0, at = 0, space = 0, equals_sign = 0;
    while (at < text.size()) {
      const utf8_step step = decode_utf8(text, at);
      const std::size_t columns = display_width(step.code_point);
      if (step.code_point == U' ')
        space = at;
      if (used + columns > width && at > 0)
        break;
      used += columns;
      at += step.length;
      if (step.code_point == U'=')
        equals_sign = at;
    }
    const std::size_t end = space != 0 ? space : equals_sign != 0 ? equals_sign : at;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(space != 0 ? end + 1 : end);
  }
  if (lines.empty() || !text.empty())
    lines.emplace_back(text);
  return lines;
}

} // namespace tailgate::report
