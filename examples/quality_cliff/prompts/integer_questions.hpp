// Integer arithmetic with exact answers: one plain function a class, so that a class can be
// recalibrated without touching another. Each draws uniformly over the class it describes, unless
// it says otherwise, and reads nothing but its stream.
#pragma once

#include "int128.hpp"
#include "question.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/core/philox.hpp>

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

/// `2999+4=` or `4+2999=`: a leading digit 0 to 8, two or three nines, plus one digit 1 to 9 that
/// sends the carry through all of them.
[[nodiscard]] inline question carry_chain(philox_stream& stream) {
  const std::int64_t scale = stream.below(2) == 0 ? 100 : 1000;
  const std::int64_t a = stream.between(1, 9) * scale - 1;
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

/// `17%5=`: remainder of 10..99 by 2..12.
[[nodiscard]] inline question modulo(philox_stream& stream) {
  const std::int64_t a = stream.between(10, 99);
  const std::int64_t b = stream.between(2, 12);
  return {std::to_string(a) + '%' + std::to_string(b) + '=', std::to_string(a % b)};
}

/// `max(17,4,99)=`: three numbers of 1..99.
[[nodiscard]] inline question maximum(philox_stream& stream) {
  const std::int64_t a = stream.between(1, 99);
  const std::int64_t b = stream.between(1, 99);
  const std::int64_t c = stream.between(1, 99);
  return {"max(" + std::to_string(a) + ',' + std::to_string(b) + ',' + std::to_string(c) + ")=",
      std::to_string(std::max({a, b, c}))};
}

/// `2147483647+1=`: sums and differences of 1..9 that cross 2^k, k drawn from `exponents` (each
/// below 127). Upwards from 2^k - i by m >= i, downwards from 2^k + i - 1 by m >= i: 45 each.
[[nodiscard]] inline question boundary(philox_stream& stream, std::span<const int> exponents) {
  const std::uint32_t chosen = stream.below(static_cast<std::uint32_t>(exponents.size()));
  const uint128 edge = uint128{1} << exponents[chosen];
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
