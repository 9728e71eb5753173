// The characters beyond ASCII that numbers are written with, found in one pass for all classes.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/cjk_numeral.hpp>
#include <tailgate/strata/decimal_digit.hpp>

namespace tailgate::detail {

/// U+00BC to U+00BE and U+2150 to U+215E: one half, one seventh.
[[nodiscard]] constexpr bool is_fraction_character(char32_t c) noexcept {
  return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E);
}

/// Which of them a text has.
struct notable_characters {
  bool decimal_digit = false; ///< other than 0-9
  bool cjk_numeral = false;
  bool fraction = false;
  bool infinity = false; ///< U+221E

  notable_characters() = default;
  /// Linear; malformed UTF-8 is passed over.
  explicit notable_characters(std::string_view text) noexcept {
    for (std::size_t at = 0; (at = find_non_ascii(text, at)) < text.size();)
      while (at < text.size() && !is_ascii(text[at])) {
        const utf8_step step = decode_utf8(text, at);
        if (may_be_notable(step.code_point))
          note(step.code_point);
        at += step.length;
      }
  }

private:
  static constexpr char32_t infinity_sign = 0x221E;

  /// Whether a block of 64 code points has any; beyond the first plane all are looked at.
  [[nodiscard]] static bool may_be_notable(char32_t c) noexcept {
    static constexpr auto blocks = [] {
      std::array<bool, 1024> some{};
      some[0xBC / 64] = some[0x2150 / 64] = some[infinity_sign / 64] = true;
      for (const char32_t zero : decimal_zeros)
        if (zero < 0x10000)
          some[zero / 64] = some[(zero + 9) / 64] = true;
      for (const cjk_numeral_character& numeral : cjk_numeral_characters)
        some[numeral.character / 64] = true;
      return some;
    }();
    return c >= 0x10000 || blocks[c / 64];
  }

  void note(char32_t c) noexcept {
    decimal_digit = decimal_digit || decimal_digit_value(c).has_value();
    cjk_numeral = cjk_numeral || cjk_numeral_value(c).has_value();
    fraction = fraction || is_fraction_character(c);
    infinity = infinity || c == infinity_sign;
  }
};

} // namespace tailgate::detail
