// N6 scientific notation: a mantissa and a power of ten, as 1.5e3, 1.5E+03, 1.5 x 10^3 or with
// raised digits.
//
// Why models break: the exponent says how many places to move, and an error of one in it is an
// error by a factor of ten, which no single digit of the answer shows. Exponents of five or more in
// magnitude, which everyday text hardly spells so, are a band of their own.
//
// Limits: "3e5" is taken for a number in identifiers and model names too unless letters touch it;
// exponents have at most three digits, so that most hashes and UUIDs are passed over.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct scientific_notation {
  static constexpr numeric_class id = numeric_class::scientific_notation;
  enum band : std::size_t { exponent_below_5, exponent_of_5_or_more };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    for (const detail::numeral& n : text.numerals())
      if (n.exponent && !n.attached_after) {
        const band found = std::abs(*n.exponent) < 5 ? exponent_below_5 : exponent_of_5_or_more;
        finding = {numeric_state::present, std::max<std::size_t>(finding.band, found)};
      }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const std::string first = from.digits(1);
    const std::string places = from.digits(from.between(1, 3));
    const std::int64_t size = band == exponent_below_5 ? from.between(1, 4) : from.between(5, 15);
    const bool below_one = from.coin();
    const std::string power = (below_one ? "-" : "") + std::to_string(size);
    const std::string text =
        first + '.' + places + (from.coin() ? "e" + power : " \xC3\x97 10^" + power);
    const std::int64_t exponent = below_one ? -size : size;
    return {
        text + " written in full is:\n", plain_notation(make_decimal(false, first + places,
                                             exponent - static_cast<std::int64_t>(places.size())))};
  }
};

} // namespace tailgate::numeric_edge
