#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/quant/fp8_e4m3.hpp>
#include <tailgate/quant/fp8_e5m2.hpp>
#include <tailgate/quant/mxfp4.hpp>

namespace {

using tailgate::fp8_e4m3;
using tailgate::fp8_e5m2;
using tailgate::fp8_overflow;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Table 1 of the specifications: (-1)^s 2^(e - bias) 1.m, or 2^(1 - bias) 0.m for e = 0.
double from_fields(unsigned code, int mantissa_bits, int bias) {
  const int m = static_cast<int>(code & ((1u << mantissa_bits) - 1u));
  const int e = static_cast<int>(code >> mantissa_bits);
  const double fraction = std::ldexp(m, -mantissa_bits);
  return e == 0 ? std::ldexp(fraction, 1 - bias) : std::ldexp(1 + fraction, e - bias);
}

/// Every code from 0 to `last` decodes by its fields and is its own nearest code, and between
/// neighbours the code changes at the middle, which itself goes to the even code.
template <class F>
void check_numbers(unsigned last, unsigned sign, int mantissa_bits, int bias) {
  for (unsigned c = 0; c <= last; ++c) {
    const auto value = static_cast<float>(from_fields(c, mantissa_bits, bias));
    const auto code = static_cast<std::uint8_t>(c), negative = static_cast<std::uint8_t>(c | sign);
    CHECK(F::decode(code) == value);
    CHECK(F::decode(negative) == -value);
    CHECK(F::encode(value) == code);
    CHECK(F::encode(-value) == negative);
    CHECK(std::signbit(F::decode(negative)));
    if (c == last)
      continue;
    const auto next = static_cast<float>(from_fields(c + 1, mantissa_bits, bias));
    const float middle = (value + next) / 2;
    CHECK(F::encode(middle) == c + c % 2);
    CHECK(F::encode(std::nextafter(middle, 0.0f)) == c);
    CHECK(F::encode(std::nextafter(middle, infinity)) == c + 1);
  }
}

} // namespace

TEST_CASE("E4M3: all 256 codes, and rounding to nearest even between them") {
  static_assert(fp8_e4m3::decode(0x7E) == 448.0f && fp8_e4m3::decode(0x01) == 0x1p-9f);
  check_numbers<fp8_e4m3>(0x7E, 0x80, 3, 7);
  CHECK(std::isnan(fp8_e4m3::decode(0x7F)));
  CHECK(std::isnan(fp8_e4m3::decode(0xFF)));
}

TEST_CASE("E5M2: all 256 codes, and rounding to nearest even between them") {
  static_assert(fp8_e5m2::decode(0x7B) == 57344.0f && fp8_e5m2::decode(0x01) == 0x1p-16f);
  check_numbers<fp8_e5m2>(0x7B, 0x80, 2, 15);
  CHECK(fp8_e5m2::decode(0x7C) == infinity);
  CHECK(fp8_e5m2::decode(0xFC) == -infinity);
  for (const int c : {0x7D, 0x7E, 0x7F, 0xFD, 0xFE, 0xFF})
    CHECK(std::isnan(fp8_e5m2::decode(static_cast<std::uint8_t>(c))));
}

TEST_CASE("E2M1: all 16 codes; beyond 6 it saturates") {
  check_numbers<tailgate::fp4_e2m1>(7, 8, 1, 1);
  CHECK(tailgate::fp4_e2m1::encode(infinity) == 7);
  CHECK(tailgate::fp4_e2m1::encode(-1e30f) == 15);
}

TEST_CASE("numbers beyond the largest follow the mode, NaN stays NaN") {
  constexpr auto strict = fp8_overflow::non_saturating;
  // 464 is half way to what would be 480: a tie, to the even code of 448.
  CHECK(fp8_e4m3::encode(464.0f, strict) == 0x7E);
  CHECK(fp8_e4m3::encode(std::nextafter(464.0f, infinity), strict) == 0x7F);
  CHECK(fp8_e4m3::encode(-1e9f, strict) == 0xFF);
  CHECK(fp8_e4m3::encode(infinity, strict) == 0x7F);
  CHECK(fp8_e4m3::encode(465.0f) == 0x7E);
  CHECK(fp8_e4m3::encode(-infinity) == 0xFE);
  CHECK(fp8_e4m3::encode(not_a_number) == 0x7F);
  CHECK(fp8_e4m3::encode(-not_a_number) == 0xFF);
  // 61440 is half way to 65536, whose code would be even.
  CHECK(fp8_e5m2::encode(std::nextafter(61440.0f, 0.0f), strict) == 0x7B);
  CHECK(fp8_e5m2::encode(61440.0f, strict) == 0x7C);
  CHECK(fp8_e5m2::encode(-infinity, strict) == 0xFC);
  CHECK(fp8_e5m2::encode(61440.0f) == 0x7B);
  CHECK(fp8_e5m2::encode(-infinity) == 0xFB);
  CHECK(std::isnan(fp8_e5m2::decode(fp8_e5m2::encode(not_a_number))));
  // Below half of the smallest subnormal; float subnormals too.
  CHECK(fp8_e4m3::encode(0x1p-10f) == 0x00);
  CHECK(fp8_e4m3::encode(std::nextafter(0x1p-10f, 1.0f)) == 0x01);
  CHECK(fp8_e5m2::encode(-std::numeric_limits<float>::denorm_min()) == 0x80);
}
