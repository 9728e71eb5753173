#include <bit>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/half.hpp>

using namespace tailgate;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// The value of an fp16 code by the definition of the format, in double arithmetic.
double fp16_value(unsigned code) {
  const double sign = code & 0x8000u ? -1.0 : 1.0;
  const int exponent = static_cast<int>(code >> 10 & 31u);
  const double fraction = static_cast<double>(code & 0x3FFu) / 1024.0;
  if (exponent == 31)
    return fraction == 0 ? sign * infinity : std::nan("");
  return exponent == 0 ? sign * std::ldexp(fraction, -14)
                       : sign * std::ldexp(1.0 + fraction, exponent - 15);
}

/// Checks the rounding between two neighbouring finite codes, whose midpoint is a float.
template <class Narrow>
bool rounds_between(
    std::uint16_t low, std::uint16_t high, double low_value, double high_value, Narrow narrow) {
  const auto middle = static_cast<float>((low_value + high_value) / 2);
  const std::uint16_t even = low % 2 == 0 ? low : high;
  return narrow(middle) == even && narrow(std::nextafter(middle, 0.0f)) == low &&
         narrow(std::nextafter(middle, infinity)) == high && narrow(-middle) == (even | 0x8000) &&
         narrow(std::nextafter(-middle, 0.0f)) == (low | 0x8000) &&
         narrow(std::nextafter(-middle, -infinity)) == (high | 0x8000);
}

} // namespace

TEST_CASE("half: every fp16 code widens to its value and narrows back") {
  int wrong = 0;
  for (unsigned code = 0; code < 65536; ++code) {
    const auto half = static_cast<std::uint16_t>(code);
    const float widened = fp16_to_float(half);
    const double expected = fp16_value(code);
    const std::uint16_t back = float_to_fp16(widened);
    if (std::isnan(expected))
      wrong += !(std::isnan(widened) && back == (half | 0x200u));
    else
      wrong += !(static_cast<double>(widened) == expected && back == half &&
                 std::signbit(widened) == (code >= 0x8000u));
  }
  CHECK(wrong == 0);
}

TEST_CASE("half: float to fp16 rounds to nearest, ties to even, between all neighbours") {
  int wrong = 0;
  for (unsigned code = 0; code < 0x7C00u; ++code) {
    // The largest finite value rounds as if the next code stood for 2^16.
    const double next = code + 1 == 0x7C00u ? 65536.0 : fp16_value(code + 1);
    wrong += !rounds_between(static_cast<std::uint16_t>(code), static_cast<std::uint16_t>(code + 1),
        fp16_value(code), next, float_to_fp16);
  }
  CHECK(wrong == 0);
}

TEST_CASE("half: float to fp16 at the ends") {
  CHECK(float_to_fp16(65504.0f) == 0x7BFF);
  CHECK(float_to_fp16(65519.996f) == 0x7BFF);
  CHECK(float_to_fp16(65520.0f) == 0x7C00);
  CHECK(float_to_fp16(65536.0f) == 0x7C00);
  CHECK(float_to_fp16(std::numeric_limits<float>::max()) == 0x7C00);
  CHECK(float_to_fp16(-std::numeric_limits<float>::max()) == 0xFC00);
  CHECK(float_to_fp16(infinity) == 0x7C00);
  CHECK(float_to_fp16(0x1p-25f) == 0x0000);
  CHECK(float_to_fp16(0x1.000002p-25f) == 0x0001);
  CHECK(float_to_fp16(std::numeric_limits<float>::denorm_min()) == 0x0000);
  CHECK(float_to_fp16(-std::numeric_limits<float>::denorm_min()) == 0x8000);
  // A NaN whose payload has no bit among the upper ten must not become infinite.
  CHECK(float_to_fp16(std::bit_cast<float>(0x7F800001u)) == 0x7E00);
  CHECK(float_to_fp16(std::bit_cast<float>(0xFFC02000u)) == 0xFE01);
}

TEST_CASE("half: every bf16 code widens to its upper half of a float and narrows back") {
  int wrong = 0;
  for (unsigned code = 0; code < 65536; ++code) {
    const auto brain = static_cast<std::uint16_t>(code);
    const float widened = bf16_to_float(brain);
    const bool is_nan = (code & 0x7FFFu) > 0x7F80u;
    const std::uint16_t back = float_to_bf16(widened);
    if (is_nan)
      wrong += !(std::isnan(widened) && back == (brain | 0x40u));
    else
      wrong += !(std::bit_cast<std::uint32_t>(widened) == code << 16 && back == brain);
  }
  CHECK(wrong == 0);
}

TEST_CASE("half: float to bf16 rounds to nearest, ties to even, between all neighbours") {
  int wrong = 0;
  for (unsigned code = 0; code < 0x7F80u; ++code) {
    const auto low = static_cast<std::uint16_t>(code);
    const double next =
        code + 1 == 0x7F80u ? 0x1p128 : double{bf16_to_float(static_cast<std::uint16_t>(code + 1))};
    wrong += !rounds_between(
        low, static_cast<std::uint16_t>(code + 1), double{bf16_to_float(low)}, next, float_to_bf16);
  }
  CHECK(wrong == 0);
  CHECK(float_to_bf16(std::numeric_limits<float>::max()) == 0x7F80);
  CHECK(float_to_bf16(std::bit_cast<float>(0x7F800001u)) == 0x7FC0);
  CHECK(float_to_bf16(std::bit_cast<float>(0xFF800001u)) == 0xFFC0);
}

TEST_CASE("half: usable in constant expressions, NaN and overflow included") {
  static_assert(fp16_to_float(0x3C00) == 1.0f);
  static_assert(fp16_to_float(0x0001) == 0x1p-24f);
  static_assert(float_to_fp16(1.0f / 3.0f) == 0x3555);
  static_assert(float_to_fp16(std::numeric_limits<float>::quiet_NaN()) == 0x7E00);
  static_assert(float_to_fp16(std::numeric_limits<float>::max()) == 0x7C00);
  static_assert(bf16_to_float(0x3F80) == 1.0f);
  static_assert(float_to_bf16(1.00390625f) == 0x3F80); // a tie
}
