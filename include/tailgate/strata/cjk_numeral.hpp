// Chinese and Japanese numerals: 三百二十一, 二〇二四, financial 壹佰 and traditional forms.
//
// A numeral is either digits in their places (二〇二四) or digits with units (三百二十一), in which
// ten thousand and its powers group four digits each. 十 needs no digit before it.
//
// Reference: The Unicode Standard, chapter 4.6, table 4-5 (primary numeric ideographs).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>

namespace tailgate {

namespace detail {

struct cjk_numeral_character {
  char32_t character;
  std::uint64_t value;
};

/// By code point.
inline constexpr auto cjk_numeral_characters = [] {
  constexpr struct {
    std::u32string_view characters;
    std::uint64_t value;
  } rows[] = {{U"〇零", 0}, {U"一壹壱", 1}, {U"二贰貳弐两兩", 2}, {U"三叁參参", 3}, {U"四肆", 4},
      {U"五伍", 5}, {U"六陆陸", 6}, {U"七柒", 7}, {U"八捌", 8}, {U"九玖", 9}, {U"十拾", 10},
      {U"百佰", 100}, {U"千仟", 1000}, {U"万萬", 10'000}, {U"亿億", 100'000'000},
      {U"兆", 1'000'000'000'000}};
  std::array<cjk_numeral_character, 39> all{};
  std::size_t count = 0;
  for (const auto& row : rows)
    for (const char32_t c : row.characters)
      all[count++] = {c, row.value};
  std::sort(all.begin(), all.end(),
      [](const auto& a, const auto& b) { return a.character < b.character; });
  return all;
}();

} // namespace detail

/// The number that one character stands for: 0 to 9, 10, 100, 1000, 10^4, 10^8 or 10^12; nothing
/// for other characters.
[[nodiscard]] constexpr std::optional<std::uint64_t> cjk_numeral_value(char32_t c) noexcept {
  const auto& all = detail::cjk_numeral_characters;
  const auto at = std::lower_bound(all.begin(), all.end(), c,
      [](const auto& entry, char32_t wanted) { return entry.character < wanted; });
  return at != all.end() && at->character == c ? std::optional(at->value) : std::nullopt;
}

/// The number that the whole text is, below 10^16; nothing for anything else. Linear.
[[nodiscard]] constexpr std::optional<std::uint64_t> parse_cjk_numeral(
    std::string_view text) noexcept {
  std::uint64_t total = 0, section = 0, digit = 0, group = 10'000'000'000'000'000;
  std::uint64_t unit_above = 10'000; // units fall within a section
  std::size_t digits = 0, characters = 0;
  bool units = false, pending = false;
  for (const char32_t c : utf8_code_points(text)) {
    const std::optional<std::uint64_t> value = cjk_numeral_value(c);
    if (!value || ++characters > 32)
      return std::nullopt;
    if (*value < 10) {
      if (units && pending && digit != 0)
        return std::nullopt; // two digits in one place
      if (++digits > 16 && !units)
        return std::nullopt;
      digit = units ? *value : 10 * digit + *value;
      pending = true;
      continue;
    }
    if (!units && digits > 1)
      return std::nullopt; // 二〇百
    units = true;
    if (*value < 10'000) {
      if (*value >= unit_above)
        return std::nullopt;
      section += (pending && digit != 0 ? digit : 1) * *value;
      unit_above = *value;
    } else {
      if (*value >= group || (section == 0 && digit == 0))
        return std::nullopt;
      total += (section + digit) * *value;
      section = 0;
      group = *value;
      unit_above = 10'000;
    }
    digit = 0;
    pending = false;
  }
  if (characters == 0)
    return std::nullopt;
  return total + section + digit;
}

/// The simplified Chinese numeral of 0 to 99,999,999, as it is written out: 一万零二十, 十五.
[[nodiscard]] inline std::string cjk_numeral(std::uint32_t value) {
  static constexpr std::string_view digits[] = {
      "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  static constexpr struct {
    std::uint32_t size;
    std::string_view name;
  } units[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
  if (value == 0)
    return std::string(digits[0]);
  std::string text;
  bool gap = false; // a zero between digits is spelt once, however many there are
  for (const bool upper : {true, false}) {
    const std::uint32_t section = upper ? value / 10'000 : value % 10'000;
    for (const auto& unit : units) {
      const std::uint32_t digit = section / unit.size % 10;
      if (digit == 0) {
        gap = !text.empty();
        continue;
      }
      if (gap)
        text += digits[0];
      gap = false;
      if (!(digit == 1 && unit.size == 10 && text.empty()))
        text += digits[digit];
      text += unit.name;
    }
    if (upper && section != 0) {
      text += "万";
      gap = false;
    }
  }
  return text;
}

} // namespace tailgate
