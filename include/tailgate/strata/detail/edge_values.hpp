// Comparison of the numbers of a text with a table of integers, and sums across them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>

namespace tailgate::detail {

/// "-128" for an integer of up to 20 digits, however it is written (65504.0, 6.5504e4); empty
/// otherwise.
[[nodiscard]] inline std::string integer_text(const numeral& n) {
  if (n.integer.size() > 40 || n.fraction.size() > 40)
    return {};
  if (!n.exponent) {
    if (n.fraction.find_first_not_of('0') != n.fraction.npos)
      return {};
    const std::size_t first = n.integer.find_first_not_of('0');
    if (first == n.integer.npos)
      return "0";
    return n.integer.size() - first > 20 ? "" : (n.negative() ? "-" : "") + n.integer.substr(first);
  }
  const exact_decimal value = n.value();
  if (value.point > 20 || value.point < static_cast<std::int64_t>(value.digits.size()))
    return {};
  return plain_notation(value);
}

[[nodiscard]] inline exact_decimal integer_value(std::string_view text) {
  const bool negative = text.starts_with('-');
  return make_decimal(negative, std::string(text.substr(negative ? 1 : 0)), 0);
}

/// `65504+17=`, `17+65504=`, `65504-17=` or `65504*7=`, with 1 to 999 and factors of 2 to 9.
[[nodiscard]] inline numeric_question beyond_edge(std::string_view edge, decisions& from) {
  const std::uint32_t kind = from.below(4);
  const std::string other = std::to_string(kind == 3 ? from.between(2, 9) : from.between(1, 999));
  const exact_decimal a = integer_value(edge), b = integer_value(other);
  const std::string text(edge);
  switch (kind) {
  case 0:
    return {text + '+' + other + '=', plain_notation(a + b)};
  case 1:
    return {other + '+' + (a.negative ? '(' + text + ')' : text) + '=', plain_notation(a + b)};
  case 2:
    return {text + '-' + other + '=', plain_notation(a - b)};
  default:
    return {text + '*' + other + '=', plain_notation(a * b)};
  }
}

} // namespace tailgate::detail
