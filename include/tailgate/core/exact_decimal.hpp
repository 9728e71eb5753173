// Decimal numbers kept digit by digit: integers of hundreds of digits are compared, added and
// multiplied exactly, where a double would call 2^53 and 2^53 + 1 equal.
//
// A value has one form only, so that equal values compare equal. Operations write out every digit
// between the highest and the lowest of their operands, which is meant for points a few hundred
// apart: 1e999999999 + 1 would take a gigabyte.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace tailgate {

/// The value (-1)^negative * 0.digits * 10^point. Zero has no digits, point 0 and no sign.
struct exact_decimal {
  bool negative = false;
  std::string digits; ///< begins and ends with another digit than 0
  std::int64_t point = 0;
  friend bool operator==(const exact_decimal&, const exact_decimal&) = default;
};

/// The value of `figures` * 10^exponent.
[[nodiscard]] inline exact_decimal make_decimal(
    bool negative, std::string figures, std::int64_t exponent) {
  const auto first = figures.find_first_not_of('0');
  if (first == std::string::npos)
    return {};
  const std::int64_t point = static_cast<std::int64_t>(figures.size() - first) + exponent;
  figures.erase(figures.find_last_not_of('0') + 1);
  figures.erase(0, first);
  return {negative, std::move(figures), point};
}

/// |a| against |b|. Linear.
[[nodiscard]] inline std::strong_ordering compare_magnitude(
    const exact_decimal& a, const exact_decimal& b) {
  if (a.digits.empty() || b.digits.empty())
    return a.digits.size() <=> b.digits.size();
  return a.point != b.point ? a.point <=> b.point : a.digits.compare(b.digits) <=> 0;
}

/// |x| / |y| for 0 < |x| <= |y|, to a few units in the last place; 0 below the range of double.
[[nodiscard]] inline double magnitude_ratio(const exact_decimal& x, const exact_decimal& y) {
  const auto leading = [](const std::string& digits) { // within [0.1, 1)
    const std::size_t count = std::min<std::size_t>(digits.size(), 18);
    std::uint64_t integer = 0;
    for (std::size_t i = 0; i < count; ++i)
      integer = 10 * integer + static_cast<std::uint64_t>(digits[i] - '0');
    return static_cast<double>(integer) / std::pow(10.0, static_cast<double>(count));
  };
  return leading(x.digits) / leading(y.digits) *
         std::pow(10.0, static_cast<double>(x.point - y.point));
}

/// | |a| - |b| | for |a| > |b| > 0 whose points differ by at most a few hundred. Exact; linear.
[[nodiscard]] inline exact_decimal magnitude_difference(
    const exact_decimal& a, const exact_decimal& b) {
  std::string larger = a.digits;
  std::string smaller(static_cast<std::size_t>(a.point - b.point), '0');
  smaller += b.digits;
  const std::size_t length = std::max(larger.size(), smaller.size());
  larger.resize(length, '0');
  smaller.resize(length, '0');
  int borrow = 0;
  for (std::size_t i = length; i-- > 0;) {
    int digit = larger[i] - smaller[i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    digit += 10 * borrow;
    larger[i] = static_cast<char>('0' + digit);
  }
  return make_decimal(false, std::move(larger), a.point - static_cast<std::int64_t>(length));
}

namespace detail {

/// The digits of |x| / 10^lowest, an integer.
[[nodiscard]] inline std::string figures_from(const exact_decimal& x, std::int64_t lowest) {
  const std::int64_t last = x.point - static_cast<std::int64_t>(x.digits.size());
  return x.digits + std::string(static_cast<std::size_t>(last - lowest), '0');
}

} // namespace detail

[[nodiscard]] inline exact_decimal operator-(exact_decimal x) {
  x.negative = !x.negative && !x.digits.empty();
  return x;
}

/// Exact; linear in the digits.
[[nodiscard]] inline exact_decimal operator+(const exact_decimal& a, const exact_decimal& b) {
  if (a.digits.empty() || b.digits.empty())
    return a.digits.empty() ? b : a;
  if (a.negative != b.negative) {
    const std::strong_ordering order = compare_magnitude(a, b);
    if (order == 0)
      return {};
    exact_decimal rest = order > 0 ? magnitude_difference(a, b) : magnitude_difference(b, a);
    rest.negative = order > 0 ? a.negative : b.negative;
    return rest;
  }
  const std::int64_t lowest = std::min(a.point - static_cast<std::int64_t>(a.digits.size()),
      b.point - static_cast<std::int64_t>(b.digits.size()));
  std::string total = detail::figures_from(a, lowest);
  std::string other = detail::figures_from(b, lowest);
  const std::size_t length = std::max(total.size(), other.size()) + 1;
  total.insert(0, length - total.size(), '0');
  other.insert(0, length - other.size(), '0');
  int carry = 0;
  for (std::size_t i = length; i-- > 0;) {
    const int digit = (total[i] - '0') + (other[i] - '0') + carry;
    carry = digit / 10;
    total[i] = static_cast<char>('0' + digit % 10);
  }
  return make_decimal(a.negative, std::move(total), lowest);
}

[[nodiscard]] inline exact_decimal operator-(const exact_decimal& a, const exact_decimal& b) {
  return a + -b;
}

/// Exact; the product of the numbers of digits.
[[nodiscard]] inline exact_decimal operator*(const exact_decimal& a, const exact_decimal& b) {
  std::string product(a.digits.size() + b.digits.size(), '0');
  for (std::size_t i = a.digits.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.digits.size(); j-- > 0;) {
      const int digit =
          (product[i + j + 1] - '0') + (a.digits[i] - '0') * (b.digits[j] - '0') + carry;
      carry = digit / 10;
      product[i + j + 1] = static_cast<char>('0' + digit % 10);
    }
    product[i] = static_cast<char>('0' + carry);
  }
  const auto length = static_cast<std::int64_t>(product.size());
  return make_decimal(a.negative != b.negative, std::move(product), a.point + b.point - length);
}

/// "-0.00125", "1200", "0": without exponent, separators and needless zeros.
[[nodiscard]] inline std::string plain_notation(const exact_decimal& x) {
  if (x.digits.empty())
    return "0";
  std::string text = x.negative ? "-" : "";
  const auto length = static_cast<std::int64_t>(x.digits.size());
  if (x.point <= 0)
    return text + "0." + std::string(static_cast<std::size_t>(-x.point), '0') + x.digits;
  if (x.point >= length)
    return text + x.digits + std::string(static_cast<std::size_t>(x.point - length), '0');
  const auto before = static_cast<std::size_t>(x.point);
  return text + x.digits.substr(0, before) + '.' + x.digits.substr(before);
}

} // namespace tailgate
