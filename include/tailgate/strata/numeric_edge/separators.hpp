// N4 separators: 1,024; 1'024; 1 024 with a no-break or thin space; 1.024; and the decimal comma.
//
// Why models break: the same characters mean different numbers in different locales, and groups
// shift the tokens that a number is cut into.
//
//   comma groups     1,024 and 1,234,567.89; 12,34,567 too
//   other groups     1'024, 1 024 with U+00A0, U+2009 or U+202F, 1.234.567
//   decimal comma    3,14 and 1.234,56
//   ambiguous point  1.024: a decimal in English, one thousand and twenty-four in German
//
// Reference: BIPM, "The International System of Units", 9th edition, section 5.4.4.
//
// Limits: lists without spaces look like groups ("max(17,400)"); two numbers in brackets, "(3,4)",
// are taken for a pair and not for a decimal comma; any decimal with three places is ambiguous.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct separators {
  static constexpr numeric_class id = numeric_class::separators;
  enum band : std::size_t { comma_groups, other_groups, decimal_comma, ambiguous_point };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    for (const detail::numeral& n : text.numerals()) {
      const bool in_brackets = n.begin > 0 && text.text()[n.begin - 1] == '(' &&
                               n.end < text.text().size() && text.text()[n.end] == ')';
      if (n.notation == detail::numeral_notation::plain ||
          (n.notation == detail::numeral_notation::decimal_comma && in_brackets))
        continue;
      const auto found = static_cast<std::size_t>(n.notation) - 1; // same order, plain first
      finding = {numeric_state::present, std::max(finding.band, found)};
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == comma_groups)
      return grouped(",", "Write ", " without separators:\n", from);
    if (band == other_groups) {
      static constexpr std::string_view marks[] = {"'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
      return grouped(from.one_of(marks), "Write ", " without separators:\n", from);
    }
    if (band == decimal_comma) {
      const std::string whole = std::to_string(from.between(0, 999));
      const std::string places = from.digits(from.between(1, 2));
      return {"Write " + whole + ',' + places + " with a decimal point:\n", whole + '.' + places};
    }
    const std::string first = std::to_string(from.between(1, 999));
    const std::string rest = from.digits(3);
    const std::int64_t added = from.between(1, 9);
    const bool german = from.coin();
    const exact_decimal sum = make_decimal(false, first + rest, german ? 0 : -3) +
                              make_decimal(false, std::to_string(added), 0);
    return {(german ? "With points between thousands, " : "With a decimal point, ") + first + '.' +
                rest + '+' + std::to_string(added) + '=',
        plain_notation(sum)};
  }

private:
  [[nodiscard]] static detail::numeric_question grouped(std::string_view mark,
      std::string_view before, std::string_view behind, detail::decisions& from) {
    const std::string plain = from.digits(from.between(4, 12));
    std::string text = plain;
    for (std::size_t left = plain.size(); left > 3; left -= 3)
      text.insert(left - 3, mark);
    return {std::string(before) + text + std::string(behind), plain};
  }
};

} // namespace tailgate::numeric_edge
