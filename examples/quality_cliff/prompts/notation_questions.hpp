// Numbers in other notations, and dates: decimals, scientific, hexadecimal, thousands separators,
// calendar arithmetic. All answers come from integers; no floating-point number takes part.
#pragma once

#include "integer_questions.hpp"
#include "question.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <tailgate/core/philox.hpp>

namespace quality_cliff {

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

/// `1,234=`: separators removed from a number of four to six digits (uniform in the length, then
/// in the number).
[[nodiscard]] inline question thousands(philox_stream& stream) {
  const std::string plain =
      std::to_string(draw_number(stream, 4 + static_cast<int>(stream.below(3))));
  std::string grouped = plain;
  for (std::size_t left = plain.size(); left > 3; left -= 3)
    grouped.insert(left - 3, 1, ',');
  return {grouped + '=', plain};
}

/// `1999-12-25+10d=`: a day of 1900..2099 plus 1..30 days, in the proleptic Gregorian calendar.
[[nodiscard]] inline question date_plus_days(philox_stream& stream) {
  using namespace std::chrono;
  const auto written = [](sys_days day) {
    const year_month_day date(day);
    return zero_padded(static_cast<int>(date.year()), 4) + '-' +
           zero_padded(static_cast<unsigned>(date.month()), 2) + '-' +
           zero_padded(static_cast<unsigned>(date.day()), 2);
  };
  constexpr sys_days first = year(1900) / January / 1;
  constexpr sys_days last = year(2099) / December / 31;
  const sys_days start =
      first + days(stream.below(static_cast<std::uint32_t>((last - first).count()) + 1));
  const std::int64_t later = stream.between(1, 30);
  return {written(start) + '+' + std::to_string(later) + "d=", written(start + days(later))};
}

} // namespace quality_cliff
