// N15 signs and zeros: a leading minus, U+2212, leading zeros, negative zero.
//
// Why models break: a sign is one token that turns the whole answer round and is easily dropped;
// U+2212 is another character with the same meaning; zeros in front change the tokens of a number
// and not its value; and -0 equals 0 in mathematics and IEEE 754 while it is printed otherwise.
//
//   minus          -5: of its own, not that of a subtraction (detail/numeral_scanner.hpp)
//   U+2212 minus   before a number, as its sign or as an operator
//   leading zeros  007, not in dates, times and labels (2024-02-09, 09:05, v1.02)
//   negative zero  -0, -0.0
//
// Limits: "reads -5 to 3" is a sign, in "pages -5" as well; zip codes and telephone numbers have
// leading zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct signs_and_zeros {
  static constexpr numeric_class id = numeric_class::signs_and_zeros;
  enum band : std::size_t { minus, unicode_minus, leading_zeros, negative_zero };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto found = [&](band b) {
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, b)};
    };
    for (const detail::numeral& n : text.numerals()) {
      std::string_view before = text.text().substr(0, n.begin);
      if (before.ends_with(' '))
        before.remove_suffix(1);
      if (before.ends_with(detail::minus_sign))
        found(unicode_minus);
      if (n.negative())
        found(n.value().digits.empty() ? negative_zero : minus);
      if (n.integer.size() > 1 && n.integer[0] == '0' && !n.attached_before &&
          !in_a_label(text.text(), n))
        found(leading_zeros);
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const std::uint32_t kind = from.below(3);
    const std::int64_t a = band == negative_zero ? 0 : from.between(1, 999);
    const std::int64_t b = from.between(1, 999);
    if (band == leading_zeros) {
      const auto zeros = static_cast<std::size_t>(from.between(1, 4));
      return {std::string(zeros, '0') + std::to_string(a) + (kind == 0 ? "*" : "+") +
                  std::to_string(b) + '=',
          std::to_string(kind == 0 ? a * b : a + b)};
    }
    static constexpr std::string_view zero_forms[] = {"0", "0.0", "0.00"};
    const std::string sign(band == unicode_minus ? detail::minus_sign : "-");
    const std::string first =
        sign + (band == negative_zero ? std::string(from.one_of(zero_forms)) : std::to_string(a));
    const std::int64_t value = kind == 0 ? -a + b : kind == 1 ? -a - b : -a * b;
    return {first +
                (kind == 0      ? "+"
                    : kind == 1 ? sign
                                : "*") +
                std::to_string(b) + '=',
        std::to_string(value)};
  }

private:
  /// A digit or letter, and a mark of dates, times and versions, stand directly before or behind.
  [[nodiscard]] static bool in_a_label(std::string_view text, const detail::numeral& n) noexcept {
    constexpr std::string_view before_marks = ":-/.,'", behind_marks = ":-/";
    if (n.begin > 1 && before_marks.find(text[n.begin - 1]) != std::string_view::npos &&
        (is_ascii_digit(text[n.begin - 2]) || detail::is_name_character(text[n.begin - 2])))
      return true;
    return n.end + 1 < text.size() && behind_marks.find(text[n.end]) != std::string_view::npos &&
           is_ascii_digit(text[n.end + 1]);
  }
};

} // namespace tailgate::numeric_edge
