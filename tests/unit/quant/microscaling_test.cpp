#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/quant/block_format.hpp>
#include <tailgate/quant/mxfp4.hpp>
#include <tailgate/quant/mxint8.hpp>

namespace {

using tailgate::e8m0_scale;
using tailgate::mxfp4;
using tailgate::mxint8;

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

template <class F>
std::array<std::uint8_t, F::bytes> encoded(const std::array<float, 32>& values) {
  std::array<std::uint8_t, F::bytes> bytes;
  F::encode(values, bytes);
  return bytes;
}

template <class F>
std::array<float, 32> decoded(const std::array<std::uint8_t, F::bytes>& bytes) {
  std::array<float, 32> values;
  F::decode(bytes, values);
  return values;
}

} // namespace

TEST_CASE("E8M0: all 256 codes are powers of two and a NaN") {
  for (int c = 0; c < 255; ++c)
    CHECK(double{e8m0_scale::decode(static_cast<std::uint8_t>(c))} == std::ldexp(1.0, c - 127));
  CHECK(std::isnan(e8m0_scale::decode(255)));
}

TEST_CASE("MXFP4: a block worked out by hand") {
  // max|v| = 5 = 1.25 * 2^2, so the shared exponent is 2 - 2 = 0: scale 1, code 127.
  std::array<float, 32> v{5.0f, -0.5f, 0.25f, 0.75f, 2.5f, -3.5f, 0.26f, 1.0f};
  auto b = encoded<mxfp4>(v);
  CHECK(b[0] == 127);
  CHECK(b[1] == 0x96); // 5 -> 4 (a tie, to even: 0110), -0.5 -> 1001
  CHECK(b[2] == 0x20); // 0.25 -> 0 (a tie), 0.75 -> 1 (a tie: 0010)
  CHECK(b[3] == 0xE4); // 2.5 -> 2 (a tie: 0100), -3.5 -> -4 (a tie: 1110)
  CHECK(b[4] == 0x21); // 0.26 -> 0.5, 1 -> 1
  for (std::size_t i = 5; i < 17; ++i)
    CHECK(b[i] == 0);
  // Largest 7.9 has the same exponent and saturates at 6; at 8 the scale doubles.
  v[0] = 7.9f;
  CHECK(decoded<mxfp4>(encoded<mxfp4>(v))[0] == 6.0f);
  v[0] = 8.0f;
  CHECK(encoded<mxfp4>(v)[0] == 128);
  CHECK(decoded<mxfp4>(encoded<mxfp4>(v))[0] == 8.0f);
}

TEST_CASE("MXINT8: a block worked out by hand") {
  // max|v| = 1.5, shared exponent 0, steps of 1/64.
  std::array<float, 32> v{1.5f, -1.0f, 0.5f / 64, 1.5f / 64, -2.5f / 64};
  const auto b = encoded<mxint8>(v);
  CHECK(b[0] == 127);
  CHECK(b[1] == 96);
  CHECK(b[2] == 0xC0); // -64
  CHECK(b[3] == 0);    // ties to even
  CHECK(b[4] == 2);
  CHECK(b[5] == 0xFE); // -2
  v[0] = -1.999f;      // -127.9 steps: saturates at -127, the code -128 is not used
  CHECK(encoded<mxint8>(v)[1] == 0x81);
  for (int c = -127; c <= 127; ++c) { // every element is its own nearest
    std::array<std::uint8_t, 33> block{};
    block[0] = 130;
    block[1] = 64;
    block[2] = static_cast<std::uint8_t>(c);
    const auto values = decoded<mxint8>(block);
    CHECK(values[1] == static_cast<float>(c) / 8.0f);
    if (std::abs(c) >= 64) // then the shared exponent is the same
      CHECK(encoded<mxint8>(values) == block);
  }
}

TEST_CASE("MX blocks of zeros, NaN, infinities, tiny and huge values") {
  const auto check = [](auto format) {
    using F = decltype(format);
    std::array<float, 32> v{};
    for (const float back : decoded<F>(encoded<F>(v)))
      CHECK(back == 0.0f);
    for (const float bad : {not_a_number, std::numeric_limits<float>::infinity()}) {
      v[7] = bad; // the block as a whole is NaN
      CHECK(encoded<F>(v)[0] == 255);
      for (const float back : decoded<F>(encoded<F>(v)))
        CHECK(std::isnan(back));
    }
    v = {};
    v[0] = std::numeric_limits<float>::max();
    CHECK(decoded<F>(encoded<F>(v))[0] >= 0.74f * v[0]);
    v[0] = 0x1p-126f;
    CHECK(decoded<F>(encoded<F>(v))[0] == v[0]);
    v[0] = std::numeric_limits<float>::denorm_min(); // the exponent is kept within the format
    CHECK(encoded<F>(v)[0] == 0);
  };
  check(mxfp4{});
  check(mxint8{});
}

TEST_CASE("a last block that is not full counts its padding") {
  std::array<float, 2 * 40> w;
  for (std::size_t i = 0; i < w.size(); ++i)
    w[i] = static_cast<float>(i % 7) - 3.0f;
  const tailgate::block_matrix<mxfp4> m({w.data(), 2, 40});
  CHECK(m.bits_per_weight() == 8.0 * 34 / 40);
  std::array<float, 40> row;
  m.dequantize_row(1, row);
  for (std::size_t k = 0; k < 40; ++k)
    CHECK(row[k] == w[40 + k]); // -3 ... 3 are on the grid
}
