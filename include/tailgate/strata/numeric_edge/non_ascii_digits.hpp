// N16 non-ASCII digits: numbers in the digits of another script, in full-width forms, or in CJK
// numerals.
//
// Why models break: the digits are rare tokens or byte sequences, which a damaged embedding or a
// coarse grid loses first, while the arithmetic behind them is that of 0-9.
//
//   full-width digits   U+FF10 to U+FF19
//   digits of a script  every other decimal digit outside 0-9 (decimal_digit.hpp)
//   CJK numerals        two or more neighbouring numerals that form a number (cjk_numeral.hpp), or
//                       one beside an ASCII digit
//
// Limits: single CJK numerals are mostly words and are passed over; some words of two are numbers
// by their characters (千万, "by all means"). Roman, Greek and Hebrew letters as numerals, circled
// and raised digits are not known.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/encode_utf8.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/cjk_numeral.hpp>
#include <tailgate/strata/decimal_digit.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct non_ascii_digits {
  static constexpr numeric_class id = numeric_class::non_ascii_digits;
  enum band : std::size_t { full_width, of_a_script, cjk };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& scanned) {
    const std::string_view text = scanned.text();
    numeric_finding finding;
    if (!scanned.notable().decimal_digit && !scanned.notable().cjk_numeral)
      return finding;
    const auto found = [&](band b) {
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, b)};
    };
    for (std::size_t at = 0; (at = find_non_ascii(text, at)) < text.size();) {
      const utf8_step step = decode_utf8(text, at);
      if (step.well_formed) {
        if (decimal_digit_value(step.code_point))
          found(step.code_point >= 0xFF10 && step.code_point <= 0xFF19 ? full_width : of_a_script);
        if (cjk_numeral_value(step.code_point)) {
          const std::size_t begin = at;
          std::size_t count = 0;
          for (; at < text.size(); ++count) {
            const utf8_step next = decode_utf8(text, at);
            if (!next.well_formed || !cjk_numeral_value(next.code_point))
              break;
            at += next.length;
          }
          const bool beside_digit = (begin > 0 && is_ascii_digit(text[begin - 1])) ||
                                    (at < text.size() && is_ascii_digit(text[at]));
          if (beside_digit ||
              (count >= 2 && parse_cjk_numeral(text.substr(begin, at - begin)).has_value()))
            found(cjk);
          continue;
        }
      }
      at += step.length;
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const bool in_cjk = band == cjk;
    const auto number = [&] { // of at least two characters in CJK: 11 and above
      const std::int64_t digits = from.between(2, 4);
      const std::int64_t low = digits == 2 ? 21 : digits == 3 ? 101 : 1001;
      return from.between(low, digits == 2 ? 99 : digits == 3 ? 999 : 9999);
    };
    const std::int64_t a = number(), b = number();
    static constexpr std::array<char32_t, 17> zeros{0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66,
        0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810};
    const char32_t zero = band == full_width ? 0xFF10 : in_cjk ? U'0' : from.one_of(zeros);
    const auto spelt = [&](std::int64_t value) {
      if (in_cjk)
        return cjk_numeral(static_cast<std::uint32_t>(value));
      std::string text;
      for (const char c : std::to_string(value))
        append_utf8(text, zero + static_cast<char32_t>(c - '0'));
      return text;
    };
    return {spelt(a) + '+' + spelt(b) + '=', std::to_string(a + b)};
  }
};

} // namespace tailgate::numeric_edge
