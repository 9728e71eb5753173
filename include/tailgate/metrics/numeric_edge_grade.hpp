// How far the answer to a prompt of a class of numeric edges is from the right one.
//
// Answers are first brought into the form in which equal ones are equal, as far as their class
// leaves the form open:
//
//   all classes        digits of any script and full-width signs become ASCII, U+2212 a minus; one
//                      full stop at the end is dropped; 1.5 x 10^3 is 1.5e3; groups may be marked
//                      by ' or U+2019 or a no-break space as well as by what grade_number reads
//   fraction, percent  6/8 = 3/4 = 0.75 = 75% = 750 per mille = 7500 basis points
//   date or time       2021-04-03 = 2021/4/3 = 3 April 2021 = April 3, 2021; T, space, Z and UTC
//                      between and behind date and time do not matter
//   identifiers        capitals, spaces and hyphens do not matter
//   half precision     inf = +Infinity = U+221E; nan = NaN, which here equals itself
//   non-ASCII digits   CJK numerals are read too
//
// What is a number then is graded as grade_number does (numeric_grade.hpp), fractions and percent
// by their exact values. Dates, times, identifiers, yes and no, infinities and NaN are no numbers:
// exact or not, the digit prefix is the share of the expected characters that agree from the first
// on, the length difference is in characters, and the relative error is 0 or 2.
//
// A decimal comma in an answer is not accepted: "1,024" and "3,14" cannot be told apart by any rule
// that is right for both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/numeric_edge_text.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/strata/numeric_class.hpp>

namespace tailgate {

namespace detail {

/// Of two texts in normal form.
[[nodiscard]] inline numeric_grade grade_characters(
    std::string_view expected, std::string_view answer) {
  numeric_grade grade;
  std::size_t equal = 0;
  while (equal < expected.size() && equal < answer.size() && expected[equal] == answer[equal])
    ++equal;
  grade.exact = expected == answer;
  grade.digit_prefix = static_cast<double>(equal) / static_cast<double>(expected.size());
  grade.length_difference =
      static_cast<std::int64_t>(answer.size()) - static_cast<std::int64_t>(expected.size());
  grade.relative_error = grade.exact ? 0 : 2;
  grade.order_of_magnitude_error = !grade.exact;
  return grade;
}

/// By value; the digits are compared where both are decimals.
[[nodiscard]] inline numeric_grade grade_ratios(const exact_ratio& x, const exact_ratio& y) {
  const exact_decimal scaled_x = x.top * y.bottom, scaled_y = y.top * x.bottom;
  numeric_grade grade;
  grade.is_number = true;
  grade.exact = scaled_x == scaled_y;
  grade.relative_error = relative_error_of(scaled_x, scaled_y);
  grade.order_of_magnitude_error = magnitudes_apart(scaled_x, scaled_y);
  if (x.bottom == y.bottom) {
    grade.length_difference = digit_count(y.top) - digit_count(x.top);
    if (x.top.negative == y.top.negative)
      grade.digit_prefix =
          static_cast<double>(equal_digits(x.top, y.top)) / static_cast<double>(digit_count(x.top));
  } else {
    grade.digit_prefix = grade.exact ? 1 : 0;
    if (grade.exact)
      grade.length_difference = std::int64_t{0};
  }
  return grade;
}

} // namespace detail

/// Grades `answer` against `expected`, the answer to a prompt of class `c`. Pure; linear, but for
/// fractions, whose digits are multiplied. Any bytes may be answered.
///
/// Throws argument_error E378 when `expected` is none of the forms of the class.
[[nodiscard]] inline numeric_grade grade_numeric_edge(
    numeric_class c, std::string_view expected, std::string_view answer) {
  const std::string truth = detail::plain_answer(expected);
  const std::string given = detail::plain_answer(answer);
  switch (c) {
  case numeric_class::fraction_or_percent:
    if (const auto x = detail::read_ratio(truth)) {
      const auto y = detail::read_ratio(given);
      return y ? detail::grade_ratios(*x, *y) : numeric_grade{};
    }
    break;
  case numeric_class::date_or_time:
    if (const auto x = detail::iso_form(truth)) {
      const auto y = detail::iso_form(given);
      return y ? detail::grade_characters(*x, *y) : numeric_grade{};
    }
    break;
  case numeric_class::half_precision_edge:
    if (const auto x = detail::special_value(truth)) {
      const auto y = detail::special_value(given);
      return y ? detail::grade_characters(*x, *y) : numeric_grade{};
    }
    break;
  case numeric_class::base_or_identifier:
    if (!number_reader::read(truth) || !number_reader::read(given)) {
      const std::string x = detail::identifier_form(truth);
      if (!x.empty())
        return detail::grade_characters(x, detail::identifier_form(given));
    }
    break;
  case numeric_class::non_ascii_digits:
    return grade_number(detail::from_cjk(truth), detail::from_cjk(given));
  default:
    break;
  }
  return grade_number(truth, given);
}

} // namespace tailgate
