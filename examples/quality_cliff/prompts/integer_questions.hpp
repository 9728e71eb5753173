// Integer arithmetic with exact answers: one plain function a class, so that a class can be
// recalibrated without touching another. Each draws uniformly over the class it describes, unless
// it says otherwise, and reads nothing but its stream.
#pragma once

#include "int128.hpp"
#include "question.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <tailgate/core/philox.hpp>
#include <utility>

namespace quality_cliff {

using tailgate::philox_stream;

/// Uniform over the integers of exactly `digits` (1 to 9) decimal digits; one digit includes 0.
[[nodiscard]] inline std::int64_t draw_number(philox_stream& stream, int digits) {
  std::int64_t low = 1;
  for (int i = 1; i < digits; ++i)
    low *= 10;
  return stream.between(digits == 1 ? 0 : low, 10 * low - 1);
}

/// `417+388=`: both terms of exactly `digits` digits.
[[nodiscard]] inline question add(philox_stream& stream, int digits) {
  const std::int64_t a = draw_number(stream, digits);
  const std::int64_t b = draw_number(stream, digits);
  return {std::to_string(a) + '+' + std::to_string(b) + '=', std::to_string(a + b)};
}

/// `85-31=`: both terms of exactly `digits` digits, the difference not negative.
[[nodiscard]] inline question sub(philox_stream& stream, int digits) {
  std::int64_t a = 0;
  std::int64_t b = 0;
  do {
    a = draw_number(stream, digits);
    b = draw_number(stream, digits);
  } while (a < b); // redrawn, not swapped: a swap would make a = b half as likely as the rest
  return {std::to_string(a) + '-' + std::to_string(b) + '=', std::to_string(a - b)};
}

/// `123*45=`: factors of exactly `left_digits` and `right_digits` digits.
[[nodiscard]] inline question mul(philox_stream& stream, int left_digits, int right_digits) {
  const std::int64_t a = draw_number(stream, left_digits);
  const std::int64_t b = draw_number(stream, right_digits);
  return {std::to_string(a) + '*' + std::to_string(b) + '=', std::to_string(a * b)};
}

/// `2999+4=` or `4+2999=`: a number that ends in two to four nines, plus one digit that sends the
/// carry through all of them.
[[nodiscard]] inline question carry_chain(philox_stream& stream) {
  std::int64_t scale = 100;
  for (std::uint32_t more = stream.below(3); more > 0; --more)
    scale *= 10;
  const std::int64_t a = stream.between(1, 9) * scale - 1; // leading digit 0 to 8, then the nines
  const std::int64_t b = stream.between(1, 9);
  const bool swapped = stream.below(2) == 1;
  return {std::to_string(swapped ? b : a) + '+' + std::to_string(swapped ? a : b) + '=',
      std::to_string(a + b)};
}

/// Two dependent operations, in equal parts `(a+b)*c=` with a, b in 1..50 and c in 2..9, and
/// `a+b-c=` with a, b in 1..99 and c in 1..a+b (uniform in a and b, then in c).
[[nodiscard]] inline question two_step(philox_stream& stream) {
  const bool product = stream.below(2) == 0;
  const std::int64_t bound = product ? 50 : 99;
  const std::int64_t a = stream.between(1, bound);
  const std::int64_t b = stream.between(1, bound);
  const std::string sum = std::to_string(a) + '+' + std::to_string(b);
  if (product) {
    const std::int64_t c = stream.between(2, 9);
    return {'(' + sum + ")*" + std::to_string(c) + '=', std::to_string((a + b) * c)};
  }
  const std::int64_t c = stream.between(1, a + b);
  return {sum + '-' + std::to_string(c) + '=', std::to_string(a + b - c)};
}

/// `417%12=`: remainder of 10..999 by 2..20.
[[nodiscard]] inline question modulo(philox_stream& stream) {
  const std::int64_t a = stream.between(10, 999);
  const std::int64_t b = stream.between(2, 20);
  return {std::to_string(a) + '%' + std::to_string(b) + '=', std::to_string(a % b)};
}

/// `max(17,4,99)=`: three to five numbers of 1..999 (uniform in the length, then in the numbers).
[[nodiscard]] inline question maximum(philox_stream& stream) {
  const std::uint32_t count = 3 + stream.below(3);
  std::int64_t largest = 0;
  std::string text = "max(";
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::int64_t value = stream.between(1, 999);
    largest = std::max(largest, value);
    text += (i == 0 ? "" : ",") + std::to_string(value);
  }
  return {text + ")=", std::to_string(largest)};
}

/// `2147483647+1=`: sums and differences of 1..9 that cross a power of two at which some integer
/// or floating-point type ends: 2^7, 8, 15, 16, 24, 31, 32, 53, 63, 64. Upwards from 2^k - i by
/// m >= i, downwards from 2^k + i - 1 by m >= i: 45 each.
[[nodiscard]] inline question boundary(philox_stream& stream) {
  constexpr std::array<int, 10> exponents = {7, 8, 15, 16, 24, 31, 32, 53, 63, 64};
  const uint128 edge = uint128{1} << exponents[stream.below(exponents.size())];
  const bool upwards = stream.below(2) == 0;
  std::uint32_t i = 0;
  std::uint32_t m = 0;
  do {
    i = 1 + stream.below(9);
    m = 1 + stream.below(9);
  } while (m < i);
  const uint128 start = upwards ? edge - i : edge + (i - 1);
  return {to_string(start) + (upwards ? '+' : '-') + std::to_string(m) + '=',
      to_string(upwards ? start + m : start - m)};
}

} // namespace quality_cliff
