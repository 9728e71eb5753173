// How reports print numbers: the one place, independent of the locale.
//
// Everything goes through std::to_chars, so that a report has the same bytes on every machine. A
// value is shown in the reader's terms: scores that are proportions with three decimals, their
// differences in percentage points; other units with four decimals or, when too small or too large
// for that, two or four significant digits. The JSON report alone carries every digit.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>

namespace tailgate::report {

/// `value` with exactly `decimals` digits after the point, rounded half to even on the exact binary
/// value: "-0.300". A value that rounds to zero has no sign. Infinite and NaN: "not finite".
/// `decimals` in [0, 17].
[[nodiscard]] inline std::string format_fixed(double value, int decimals) {
  if (!std::isfinite(value))
    return "not finite";
  std::array<char, 400> buffer{}; // the longest double has 309 digits before the point
  const auto end = std::to_chars(
      buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals)
                       .ptr;
  std::string text(buffer.data(), end);
  if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos)
    text.erase(0, 1);
  return text;
}

/// `value` with `digits` significant digits as "3.142e-05". Infinite and NaN: "not finite".
[[nodiscard]] inline std::string format_scientific(double value, int digits) {
  if (!std::isfinite(value))
    return "not finite";
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
      std::chars_format::scientific, digits - 1)
                       .ptr;
  return {buffer.data(), end};
}

/// A round number on an axis with the fewest digits that read back to about it: "-20", "0.5".
[[nodiscard]] inline std::string format_tick(double value) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(
      buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 6)
                       .ptr;
  const std::string text(buffer.data(), end);
  return text == "-0" ? "0" : text;
}

/// "+" put before a number that is greater than zero as printed.
[[nodiscard]] inline std::string with_sign(std::string number) {
  if (number.front() != '-' && number.find_first_of("123456789") != std::string::npos)
    number.insert(number.begin(), '+');
  return number;
}

/// A whole number in decimal digits, without grouping.
[[nodiscard]] inline std::string format_count(std::uint64_t count) {
  return std::to_string(count);
}

/// Whether a unit is a share in [0, 1], whose differences are read in percentage points.
[[nodiscard]] inline bool is_proportion(std::string_view unit) noexcept {
  return unit == "proportion";
}

/// A score in its metric's unit: "0.982", "2.3412", "1.3e-05".
[[nodiscard]] inline std::string format_score(double value, std::string_view unit) {
  if (is_proportion(unit))
    return format_fixed(value, 3);
  const double size = std::abs(value);
  if (size != 0 && (size < 0.00005 || size >= 100000))
    return format_scientific(value, size < 1 ? 2 : 4);
  return format_fixed(value, 4);
}

/// A difference without its unit: "-2.1" (points) for proportions, else "+0.0213".
[[nodiscard]] inline std::string format_difference(double value, std::string_view unit) {
  return with_sign(is_proportion(unit) ? format_fixed(100 * value, 1) : format_score(value, unit));
}

/// The unit that format_difference leaves out: "points" for proportions, else the unit itself.
[[nodiscard]] inline std::string difference_unit(std::string_view unit) {
  return is_proportion(unit) ? "points" : std::string(unit);
}

/// "[-2.9, -1.3]", in the terms of format_difference.
[[nodiscard]] inline std::string format_interval(const interval& range, std::string_view unit) {
  return "[" + format_difference(range.lower, unit) + ", " + format_difference(range.upper, unit) +
         "]";
}

/// A size without sign and unit: "3.0" (points) for proportions, "0.0500".
[[nodiscard]] inline std::string format_size(double size, std::string_view unit) {
  return is_proportion(unit) ? format_fixed(100 * size, 1) : format_score(size, unit);
}

/// A size with its unit, such as a margin: "3.0 points", "0.0500 nats per token".
[[nodiscard]] inline std::string format_magnitude(double size, std::string_view unit) {
  return format_size(size, unit) + " " + difference_unit(unit);
}

/// A probability of a test: "0.034", "<0.001".
[[nodiscard]] inline std::string format_p(double p) {
  return p < 0.001 ? "<0.001" : format_fixed(p, 3);
}

/// A share in [0, 1] in percent: "12.5%", "<0.1%".
[[nodiscard]] inline std::string format_percent(double share) {
  if (share > 0 && share < 0.0005)
    return "<0.1%";
  return format_fixed(100 * share, 1) + "%";
}

/// A level such as 0.90 or 0.05 in percent without trailing zeros: "90%", "97.5%".
[[nodiscard]] inline std::string format_level(double level) {
  std::string text = format_fixed(100 * level, 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.')
    text.pop_back();
  return text + "%";
}

/// `number` with the minus sign U+2212 in place of hyphens, for documents that are typeset.
[[nodiscard]] inline std::string with_minus_sign(std::string_view number) {
  std::string out;
  for (const char c : number)
    out += c == '-' ? std::string("\u2212") : std::string(1, c);
  return out;
}

/// "n/a (too few items)": what stands in the place of an undefined estimate.
[[nodiscard]] inline std::string format_undefined(undefined_reason reason) {
  return std::string("n/a (") + to_string(reason) + ")";
}

/// What `format` makes of the value, or the reason why there is none.
template <class T, class Format>
[[nodiscard]] std::string format_estimate(const estimate<T>& e, Format&& format) {
  return e.defined() ? format(e.value()) : format_undefined(e.why());
}

} // namespace tailgate::report
