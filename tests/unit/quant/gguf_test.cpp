#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>
#include <tailgate/quant/block_format.hpp>
#include <tailgate/quant/gguf/q4_0.hpp>
#include <tailgate/quant/gguf/q4_1.hpp>
#include <tailgate/quant/gguf/q4_k.hpp>
#include <tailgate/quant/gguf/q5_0.hpp>
#include <tailgate/quant/gguf/q5_1.hpp>
#include <tailgate/quant/gguf/q6_k.hpp>
#include <tailgate/quant/gguf/q8_0.hpp>
#include <vector>

namespace {

namespace gguf = tailgate::gguf;

/// The first bytes as given, the rest filled up.
template <class F>
std::array<std::uint8_t, F::bytes> block(std::vector<int> head, int rest) {
  std::array<std::uint8_t, F::bytes> bytes;
  bytes.fill(static_cast<std::uint8_t>(rest));
  std::transform(
      head.begin(), head.end(), bytes.begin(), [](int b) { return static_cast<std::uint8_t>(b); });
  return bytes;
}

/// Weights that are 0 but at some places; the bytes and the decoded values they must give.
template <class F>
void check_block(std::vector<std::pair<std::size_t, float>> set,
    const std::array<std::uint8_t, F::bytes>& expected, float tolerance) {
  std::array<float, F::weights> w{}, back;
  for (const auto& [place, value] : set)
    w[place] = value;
  std::array<std::uint8_t, F::bytes> bytes;
  F::encode(w, bytes);
  CHECK(bytes == expected);
  F::decode(bytes, back);
  for (std::size_t i = 0; i < F::weights; ++i)
    CHECK(std::fabs(back[i] - w[i]) <= tolerance);
}

template <class F>
double squared_error(std::span<const float> w) {
  double sum = 0;
  const tailgate::block_matrix<F> m({w.data(), 1, w.size()});
  std::vector<float> back(w.size());
  m.dequantize_row(0, back);
  for (std::size_t i = 0; i < w.size(); ++i)
    sum += std::pow(double{back[i]} - double{w[i]}, 2);
  return sum;
}

std::vector<float> normal_weights(std::size_t n) {
  tailgate::philox_stream stream(3);
  std::vector<float> w(n);
  for (float& v : w)
    v = static_cast<float>((stream.uniform() + stream.uniform() + stream.uniform() - 1.5) * 0.1);
  return w;
}

} // namespace

// The bytes below follow from the layouts at the top of the headers.

TEST_CASE("Q8_0: d = 63.5 / 127 = 0.5; half steps round away from zero") {
  check_block<gguf::q8_0>(
      {{0, 63.5f}, {1, 0.25f}, {2, -0.25f}, {31, -63.5f}},
      [] {
        auto b = block<gguf::q8_0>({0x00, 0x38, 127, 1, 0xFF}, 0);
        b[33] = 0x81;
        return b;
      }(),
      0.25f);
}

TEST_CASE("Q4_0: the extreme weight has the code 0, whatever its sign") {
  // d = -2 / -8 = 0.25: 0 -> 8, 1.75 -> 15, 0.125 -> 8.5, half up: 9
  check_block<gguf::q4_0>({{0, -2.0f}, {16, 1.75f}, {1, 0.125f}},
      block<gguf::q4_0>({0, 0x34, 0xF0, 0x89}, 0x88), 0.125f);
  // d = -0.25: -1.75 -> 15, and a second -2 is cut to 15
  check_block<gguf::q4_0>({{0, 2.0f}, {16, -1.75f}, {17, -2.0f}},
      block<gguf::q4_0>({0, 0xB4, 0xF0, 0xF8}, 0x88), 0.25f);
}

TEST_CASE("Q4_1: minimum -1, d = 3.75 / 15 = 0.25") {
  check_block<gguf::q4_1>({{0, -1.0f}, {16, 2.75f}, {1, -0.875f}},
      block<gguf::q4_1>({0, 0x34, 0, 0xBC, 0xF0, 0x41}, 0x44), 0.125f);
}

TEST_CASE("Q5_0: d = 0.25; zeros have the code 16, whose fifth bit is set") {
  check_block<gguf::q5_0>(
      {{0, -4.0f}, {16, 3.75f}}, block<gguf::q5_0>({0, 0x34, 0xFE, 0xFF, 0xFF, 0xFF, 0xF0}, 0), 0);
}

TEST_CASE("Q5_1: minimum -1, d = 7.75 / 31 = 0.25; only code 31 has the fifth bit") {
  check_block<gguf::q5_1>(
      {{0, -1.0f}, {16, 6.75f}}, block<gguf::q5_1>({0, 0x34, 0, 0xBC, 0, 0, 1, 0, 0xF0}, 0x44), 0);
}

TEST_CASE("Q4_K: bytes worked out by hand decode to the values of the layout") {
  // d = 0.5, dmin = 0.25, s[j] = 5 j + 3, m[j] = 7 j + 2:
  //   3 8 13 18 | 23 28 33 38: upper bits of the second half 1 1 2 2, lower 7 12 1 6
  //   2 9 16 23 | 30 37 44 51: upper bits of the second half 1 2 2 3, lower 14 5 12 3
  auto b = block<gguf::q4_k>({0x00, 0x38, 0x00, 0x34, 0x43, 0x48, 0x8D, 0x92, 0x42, 0x89, 0x90,
                                 0xD7, 0xE7, 0x5C, 0xC1, 0x36},
      0);
  for (int c = 0; c < 4; ++c)
    for (int i = 0; i < 32; ++i)
      b[static_cast<std::size_t>(16 + 32 * c + i)] =
          static_cast<std::uint8_t>((c + i) % 16 + 16 * ((3 * c + i + 5) % 16));
  std::array<float, 256> w;
  gguf::q4_k::decode(b, w);
  for (int c = 0; c < 4; ++c)
    for (int i = 0; i < 32; ++i) {
      const int j = 2 * c;
      CHECK(w[static_cast<std::size_t>(64 * c + i)] ==
            0.5 * (5 * j + 3) * ((c + i) % 16) - 0.25 * (7 * j + 2));
      CHECK(w[static_cast<std::size_t>(64 * c + 32 + i)] ==
            0.5 * (5 * j + 8) * ((3 * c + i + 5) % 16) - 0.25 * (7 * j + 9));
    }
}

TEST_CASE("Q6_K: bytes worked out by hand decode to the values of the layout") {
  auto b = block<gguf::q6_k>({}, 0);
  for (std::size_t i = 0; i < 192; ++i)
    b[i] = static_cast<std::uint8_t>(37 * i + 11);
  for (std::size_t j = 0; j < 16; ++j)
    b[192 + j] = static_cast<std::uint8_t>(9 * static_cast<int>(j) - 60);
  b[209] = 0x38; // d = 0.5
  std::array<float, 256> w;
  gguf::q6_k::decode(b, w);
  // In the order of the documentation: each half has 64 bytes of low and 32 bytes of upper bits,
  // which give four runs of 32 weights.
  for (int half = 0; half < 2; ++half)
    for (int i = 0; i < 32; ++i) {
      const auto byte = [&](int at) { return int{b[static_cast<std::size_t>(at)]}; };
      const int first = byte(64 * half + i), second = byte(64 * half + 32 + i);
      const int upper = byte(128 + 32 * half + i);
      const std::array<int, 4> codes{first % 16 + 16 * (upper % 4),
          second % 16 + 16 * (upper / 4 % 4), first / 16 + 16 * (upper / 16 % 4),
          second / 16 + 16 * (upper / 64)};
      for (int run = 0; run < 4; ++run) {
        const int scale = 9 * (8 * half + 2 * run + i / 16) - 60;
        CHECK(w[static_cast<std::size_t>(128 * half + 32 * run + i)] ==
              0.5 * scale * (codes[static_cast<std::size_t>(run)] - 32));
      }
    }
}

TEST_CASE("K blocks store what they can hold exactly and beat the plain grids elsewhere") {
  std::array<float, 256> w, back;
  for (std::size_t i = 0; i < 256; ++i) // each sub-block holds all 16 steps
    w[i] = static_cast<float>(i / 32 + 56) / 8 * (static_cast<float>(i % 16) - 4);
  std::array<std::uint8_t, 144> four;
  gguf::q4_k::encode(w, four);
  gguf::q4_k::decode(four, back);
  for (std::size_t i = 0; i < 256; ++i) // scales 56 ... 63 eighths, minima 56 ... 63 halves
    CHECK(back[i] == w[i]);
  for (std::size_t i = 0; i < 256; ++i)
    w[i] = static_cast<float>(i / 16 + 113) / 1024 * (static_cast<float>(i % 16 * 4) - 32);
  std::array<std::uint8_t, 210> six;
  gguf::q6_k::encode(w, six);
  gguf::q6_k::decode(six, back);
  for (std::size_t i = 0; i < 256; ++i) // scales 113 ... 128 of -128
    CHECK(back[i] == doctest::Approx(w[i]).epsilon(1e-3));

  const auto random = normal_weights(16 * 256);
  CHECK(squared_error<gguf::q4_k>(random) < squared_error<gguf::q4_0>(random));
  CHECK(squared_error<gguf::q6_k>(random) < squared_error<gguf::q5_0>(random) / 3);
}

TEST_CASE("GGUF sizes, and what its blocks cannot hold") {
  const auto check = [](auto format, double bits) {
    using F = decltype(format);
    const auto random = normal_weights(2 * 512);
    const tailgate::block_matrix<F> m({random.data(), 2, 512});
    CHECK(m.bits_per_weight() == bits);
    // Encoding what was decoded changes nothing by more than a rounding of the scale.
    std::vector<float> once(512), twice(512);
    m.dequantize_row(1, once);
    tailgate::block_matrix<F>({once.data(), 1, 512}).dequantize_row(0, twice);
    for (std::size_t k = 0; k < 512; ++k)
      CHECK(std::fabs(once[k] - random[512 + k]) < 0.3f / 12);

    const std::vector<float> zeros(512);
    tailgate::block_matrix<F>({zeros.data(), 1, 512}).dequantize_row(0, twice);
    CHECK(twice == zeros);
    CHECK_THROWS_WITH_AS(tailgate::block_matrix<F>({random.data(), 1, 24}, {}, "mlp.down_proj"),
        doctest::Contains("[tailgate.E110] mlp.down_proj: rows of 24"), tailgate::shape_error);
    const std::vector<float> huge(512, -3e38f), tiny(512, 1e-42f);
    CHECK_THROWS_WITH_AS(tailgate::block_matrix<F>({huge.data(), 1, 512}),
        doctest::Contains("tailgate.E111"), tailgate::argument_error);
    tailgate::block_matrix<F>({tiny.data(), 1, 512}).dequantize_row(0, twice);
    for (const float v : twice)
      CHECK(std::fabs(v) < 1e-7f);
  };
  check(gguf::q8_0{}, 8.5);
  check(gguf::q4_0{}, 4.5);
  check(gguf::q4_1{}, 5.0);
  check(gguf::q5_0{}, 5.5);
  check(gguf::q5_1{}, 6.0);
  check(gguf::q4_k{}, 4.5);
  check(gguf::q6_k{}, 6.5625);
}
