// How far a numeric answer is from the right one. Exact match calls 1,000,001 and a refusal equally
// wrong; a quantized model that begins to round its digits shows here first.
//
// With x the expected and y the given number:
//
//   exact               x = y, however written: 1e3, 1,000 and 0x3e8 are equal
//   digit prefix        equal digits from the first one on, as a share of x's digits; 0 for a wrong
//                       sign, which is a departure before the first digit
//   length difference   digits of y - digits of x
//   relative error      |x - y| / max(|x|, |y|): 0 when both are 0, 1 when one is, at most 1 for
//                       equal signs, and within (1, 2] for opposite ones
//   order of magnitude  in error when |log10(y / x)| >= 1, when the signs differ, or when just one
//                       of the two is 0
//
// Digits are those of the plain notation: no leading zeros, none at the end of a fraction, begun at
// the first that is not 0; 0 has one digit. A misplaced point (31.4 for 3.14) keeps the prefix and
// is seen by the relative error and the order of magnitude. Where both numbers are hexadecimal
// their digits are too.
//
// Everything is decided on the digits, hence exact for integers beyond a double's 53 bits; only the
// relative error is rounded, to about 1e-15 of itself, and is above 0 unless x = y.
//
// An answer that is not a number (core/number_reader.hpp says what is) is graded as wrong in all:
// no prefix, relative error 2, order of magnitude in error, no length difference.
//
// Good for arithmetic and copied figures. Not good for identifiers, dates and versions, in which a
// digit's place says nothing of its weight.
//
// References: H. Yang et al., "Number Cookbook: Number understanding of language models and how to
// improve it", ICLR 2025, arXiv:2411.03766 (exact match, digit match and length difference of
// answers); L. Tornqvist, P. Vartia, Y. O. Vartia, "How should relative changes be measured?", The
// American Statistician 39 (1985), doi:10.1080/00031305.1985.10479385 (the maximum as the divisor).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/error.hpp>

namespace tailgate {

/// The grade of one answer; as constructed that of an answer that is not a number.
struct numeric_grade {
  bool is_number = false;
  bool exact = false;
  double digit_prefix = 0;                    ///< within [0, 1]
  estimate<std::int64_t> length_difference{}; ///< in digits; not measured unless is_number
  double relative_error = 2;                  ///< within [0, 2]
  bool order_of_magnitude_error = true;
  friend bool operator==(const numeric_grade&, const numeric_grade&) = default;
};

/// The answers of both models to one question that has a number for its answer, as text.
struct paired_numbers {
  std::string id;       ///< unique within a stratum
  std::string cluster;  ///< items with an equal, non-empty name are not independent
  std::string expected; ///< a number
  std::string baseline;
  std::string candidate;
};

namespace detail {

/// Digits in plain notation from the first one that is not 0.
[[nodiscard]] inline std::int64_t digit_count(const exact_decimal& x) {
  return x.digits.empty() ? 1 : std::max(static_cast<std::int64_t>(x.digits.size()), x.point);
}

/// Equal digits from the first one on; the zeros between the last significant digit and the point
/// count, so that 12e3 has five.
[[nodiscard]] inline std::int64_t equal_digits(const exact_decimal& x, const exact_decimal& y) {
  const std::size_t written = std::max({x.digits.size(), y.digits.size(), std::size_t{1}});
  const std::int64_t shorter = std::min(digit_count(x), digit_count(y));
  const auto digit = [](const exact_decimal& n, std::size_t i) {
    return i < n.digits.size() ? n.digits[i] : '0';
  };
  for (std::size_t i = 0; i < written && static_cast<std::int64_t>(i) < shorter; ++i)
    if (digit(x, i) != digit(y, i))
      return static_cast<std::int64_t>(i);
  return shorter;
}

/// |x - y| / max(|x|, |y|).
[[nodiscard]] inline double relative_error_of(const exact_decimal& x, const exact_decimal& y) {
  if (x == y)
    return 0;
  const bool x_larger = compare_magnitude(x, y) > 0;
  const exact_decimal& larger = x_larger ? x : y;
  const exact_decimal& smaller = x_larger ? y : x;
  constexpr std::int64_t negligible = 400; // powers of ten below which a double's 1 stays 1
  if (smaller.digits.empty() || larger.point - smaller.point > negligible)
    return 1;
  if (x.negative != y.negative)
    return 1 + magnitude_ratio(smaller, larger);
  return std::max(magnitude_ratio(magnitude_difference(larger, smaller), larger),
      std::numeric_limits<double>::min());
}

/// Whether one is at least ten times the other, or they have not the same sign.
[[nodiscard]] inline bool magnitudes_apart(const exact_decimal& x, const exact_decimal& y) {
  if (x.digits.empty() || y.digits.empty())
    return x.digits.empty() != y.digits.empty();
  const auto tenfold = [](exact_decimal n) {
    ++n.point;
    return n;
  };
  return x.negative != y.negative || compare_magnitude(x, tenfold(y)) >= 0 ||
         compare_magnitude(y, tenfold(x)) >= 0;
}

[[nodiscard]] inline numeric_grade grade_against(
    const read_number& expected, std::string_view answer) {
  const std::optional<read_number> given = number_reader::read(answer);
  numeric_grade grade;
  if (!given)
    return grade;
  const exact_decimal& x = expected.value;
  const exact_decimal& y = given->value;
  grade.is_number = true;
  grade.exact = x == y;
  grade.relative_error = relative_error_of(x, y);
  grade.order_of_magnitude_error = magnitudes_apart(x, y);
  std::int64_t wanted = digit_count(x), written = digit_count(y), equal = equal_digits(x, y);
  if (!expected.hexadecimal.empty() && !given->hexadecimal.empty()) {
    const std::string& h = expected.hexadecimal;
    const std::string& g = given->hexadecimal;
    wanted = static_cast<std::int64_t>(h.size());
    written = static_cast<std::int64_t>(g.size());
    equal = std::mismatch(h.begin(), h.end(), g.begin(), g.end()).first - h.begin();
  }
  grade.length_difference = written - wanted;
  if (x.negative == y.negative)
    grade.digit_prefix = static_cast<double>(equal) / static_cast<double>(wanted);
  return grade;
}

/// The grades of both models' answers to one question.
struct grade_pair {
  numeric_grade baseline;
  numeric_grade candidate;
};

/// Throws argument_error E378, naming the item, when `expected` is not a number.
[[nodiscard]] inline grade_pair grade_both(std::string_view metric, const paired_numbers& item) {
  const std::optional<read_number> expected = number_reader::read(item.expected);
  if (!expected)
    throw argument_error(378, metric,
        "item '" + item.id + "': the expected answer '" + item.expected +
            "' is not a number; grade it by exact match");
  return {grade_against(*expected, item.baseline), grade_against(*expected, item.candidate)};
}

} // namespace detail

/// Grades `answer` against `expected`. Linear in the digits, quadratic for hexadecimal ones; pure.
/// Throws argument_error E378 when `expected` is not a number.
[[nodiscard]] inline numeric_grade grade_number(
    std::string_view expected, std::string_view answer) {
  const std::optional<read_number> truth = number_reader::read(expected);
  if (!truth)
    throw argument_error(378, "grade_number",
        "the expected answer '" + std::string(expected) +
            "' is not a number; grade it by exact match");
  return detail::grade_against(*truth, answer);
}

} // namespace tailgate
