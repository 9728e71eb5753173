// Questions in the line forms that the model knows, with exact answers: one plain function a form.
// Each draws uniformly over what it describes, unless it says otherwise, and reads nothing but its
// stream. What the library's generators of numeric edges can ask in these forms is not here but in
// arithmetic_prompts.hpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <tailgate/core/philox.hpp>

namespace quality_cliff {

using tailgate::philox_stream;

/// A question whose one right answer was computed together with it.
struct question {
  std::string text;   ///< what the model reads after the shared prefix
  std::string answer; ///< the exact continuation, without the newline that ends it
};

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

/// The digits of `value`, with zeros in front up to `width`.
[[nodiscard]] inline std::string zero_padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width)
    digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// `12.50+3.75=`: amounts of 0.01..99.99 with two places, added in hundredths.
[[nodiscard]] inline question decimal_sum(philox_stream& stream) {
  const auto written = [](std::int64_t hundredths) {
    return std::to_string(hundredths / 100) + '.' + zero_padded(hundredths % 100, 2);
  };
  const std::int64_t a = stream.between(1, 9999);
  const std::int64_t b = stream.between(1, 9999);
  return {written(a) + '+' + written(b) + '=', written(a + b)};
}

/// `1.5e3=`: one digit before the point, one after it, exponent 1..6: the answer is an integer.
[[nodiscard]] inline question scientific(philox_stream& stream) {
  const std::int64_t tenths = stream.between(10, 99);
  const std::int64_t exponent = stream.between(1, 6);
  return {std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + 'e' +
              std::to_string(exponent) + '=',
      std::to_string(tenths) + std::string(static_cast<std::size_t>(exponent - 1), '0')};
}

/// `0x1f=`: lower-case hexadecimal of 16..4095 to decimal.
[[nodiscard]] inline question hexadecimal(philox_stream& stream) {
  const std::int64_t value = stream.between(16, 4095);
  std::string digits;
  for (std::int64_t rest = value; rest != 0; rest /= 16)
    digits.insert(digits.begin(), "0123456789abcdef"[rest % 16]);
  return {"0x" + digits + '=', std::to_string(value)};
}

/// `1999-12-25+10d=`: a day plus 1..30 days, in the proleptic Gregorian calendar.
[[nodiscard]] inline question days_after(std::chrono::sys_days start, philox_stream& stream) {
  const auto written = [](std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return zero_padded(static_cast<int>(date.year()), 4) + '-' +
           zero_padded(static_cast<unsigned>(date.month()), 2) + '-' +
           zero_padded(static_cast<unsigned>(date.day()), 2);
  };
  const std::int64_t later = stream.between(1, 30);
  return {written(start) + '+' + std::to_string(later) + "d=",
      written(start + std::chrono::days(later))};
}

/// Days after any day of 1900..2099.
[[nodiscard]] inline question date_plus_days(philox_stream& stream) {
  using namespace std::chrono;
  constexpr sys_days first = year(1900) / January / 1;
  constexpr sys_days last = year(2099) / December / 31;
  return days_after(
      first + days(stream.below(static_cast<std::uint32_t>((last - first).count()) + 1)), stream);
}

/// Days after a 29 February of 1904..2036.
[[nodiscard]] inline question leap_day_plus_days(philox_stream& stream) {
  using namespace std::chrono;
  return days_after(year(1904 + 4 * static_cast<int>(stream.below(34))) / February / 29, stream);
}

} // namespace quality_cliff
