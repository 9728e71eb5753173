// N5 decimal comparison: two decimals of unequal fraction length that order otherwise as text than
// as numbers.
//
// Why models break: 9.11 stands behind 9.9 where the parts are read as integers, as in versions,
// chapters and dates, of which training text is full.
//
//   by characters      10.5 < 9.25 by the first character: the integer parts differ
//   one digit longer   9.11 and 9.9: equal integer parts, and the fractions, read as integers,
//                      order otherwise than the numbers (9.90 and 9.9 among them)
//   two digits longer  0.125 and 0.4, and longer ones
//
// Limits: neighbouring decimals of a text are compared, in linear time, not every pair; no question
// need be asked about them, so that prices and measured values in a row are of the class too.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct decimal_comparison {
  static constexpr numeric_class id = numeric_class::decimal_comparison;
  enum band : std::size_t { by_characters, one_digit_longer, two_digits_longer };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const detail::numeral* before = nullptr;
    for (const detail::numeral& n : text.numerals()) {
      if (n.fraction.empty() || n.exponent)
        continue;
      if (before != nullptr)
        if (const std::optional<band> found = trap(*before, n))
          finding = {numeric_state::present, std::max<std::size_t>(finding.band, *found)};
      before = &n;
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    std::string lower, higher;
    if (band == by_characters) {
      const std::int64_t places = from.between(1, 2);
      const std::int64_t tens = from.between(1, 8);
      higher = std::to_string(tens) + std::to_string(from.between(0, 9));
      lower = std::to_string(from.between(tens + 1, 9));
      (from.coin() ? higher : lower).append(1, '.').append(from.digits(places));
      std::string& other = higher.find('.') == std::string::npos ? higher : lower;
      other.append(1, '.').append(from.digits(places + 1));
    } else {
      const std::string whole = std::to_string(from.between(0, 99)) + '.';
      const std::int64_t first = from.between(2, 9);
      const std::int64_t rest = from.between(0, 1); // further digits of the shorter fraction
      const std::int64_t longer = band == one_digit_longer ? 1 : from.between(2, 3);
      higher = whole + std::to_string(first) + from.digits(rest);
      lower = whole + std::to_string(from.between(1, first - 1));
      lower += from.digits(rest + longer);
    }
    const bool larger = from.coin();
    const bool swapped = from.coin();
    return {std::string("The ") + (larger ? "larger" : "smaller") + " of " +
                (swapped ? higher : lower) + " and " + (swapped ? lower : higher) + " is:\n",
        larger ? higher : lower};
  }

private:
  [[nodiscard]] static std::optional<band> trap(
      const detail::numeral& a, const detail::numeral& b) {
    if (a.fraction.size() == b.fraction.size() || a.negative() != b.negative())
      return std::nullopt; // both negative turns both orders round
    const auto integer_of = [](const std::string& digits) {
      return make_decimal(false, digits, 0);
    };
    const exact_decimal whole_a = integer_of(a.integer), whole_b = integer_of(b.integer);
    const auto numeric = compare_magnitude(a.value(), b.value());
    if (whole_a == whole_b) {
      if (compare_magnitude(integer_of(a.fraction), integer_of(b.fraction)) == numeric)
        return std::nullopt;
      const std::size_t longer = std::max(a.fraction.size(), b.fraction.size()) -
                                 std::min(a.fraction.size(), b.fraction.size());
      return longer == 1 ? one_digit_longer : two_digits_longer;
    }
    const auto characters = (a.integer + '.' + a.fraction).compare(b.integer + '.' + b.fraction);
    return (characters < 0) == (numeric < 0) ? std::nullopt : std::optional<band>(by_characters);
  }
};

} // namespace tailgate::numeric_edge
