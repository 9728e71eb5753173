#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

std::vector<float> random_weights(std::size_t n) {
  tailgate::philox_stream stream(11);
  std::vector<float> w(n);
  for (float& v : w)
    v = static_cast<float>(stream.uniform() * 0.2 - 0.08);
  return w;
}

} // namespace

TEST_CASE("scheme names survive a round trip and wrong ones are refused by id") {
  for (const char* name : {"int8", "int4", "int4-g128", "int4-g32-sym", "int3-g64", "int2-g64",
           "int8-asym", "int8-g32"})
    CHECK(tailgate::parse_quant_scheme(name).name() == name);
  CHECK(tailgate::parse_quant_scheme("int8-sym").name() == "int8");
  for (const char* name : {"", "int", "int4g128", "int4-g", "fp4", "int4-g128-", "int4-g128x"})
    CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::parse_quant_scheme(name)),
        doctest::Contains("tailgate.E102"), tailgate::argument_error);
  CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::parse_quant_scheme("int5")),
      doctest::Contains("tailgate.E100"), tailgate::argument_error);
  CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::parse_quant_scheme("int4-g9")),
      doctest::Contains("tailgate.E101"), tailgate::argument_error);
}

TEST_CASE("bits a weight count scales and zero points, ragged last groups too") {
  using tailgate::quantized_matrix;
  CHECK(quantized_matrix(4, 256, {4, 128, false}).bits_per_weight() == 4 + 20.0 / 128);
  CHECK(quantized_matrix(4, 256, {8, 0, true}).bits_per_weight() == 8 + 16.0 / 256);
  CHECK(quantized_matrix(4, 100, {3, 64, false}).bits_per_weight() == 3 + 2 * 19.0 / 100);
}

TEST_CASE("codes of every width stay apart in the packed stream") {
  for (const unsigned bits : {2u, 3u, 4u, 8u}) {
    tailgate::packed_codes codes(3, 37, bits);
    const auto value = [&](std::size_t i, std::size_t j) {
      return static_cast<unsigned>(i * 91 + j * 7 + 3) & ((1u << bits) - 1u);
    };
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 37; ++j)
        codes.put(i, j, value(i, j));
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 37; ++j)
        CHECK(codes.get(i, j) == value(i, j));
    CHECK(codes.bytes().size() == 3 * ((37 * bits + 7) / 8));
  }
}

TEST_CASE("each weight lands on the nearest point of its grid") {
  const std::size_t rows = 5, cols = 100; // the last group of 32 holds 4
  const auto w = random_weights(rows * cols);
  const tailgate::matrix_view<const float> view(w.data(), rows, cols);
  for (const char* name : {"int8", "int4-g32", "int4-g32-sym", "int3-g64", "int2-g64", "int4"}) {
    const auto q = tailgate::round_to_nearest(view, tailgate::parse_quant_scheme(name));
    std::vector<float> back(cols);
    for (std::size_t n = 0; n < rows; ++n) {
      q.dequantize_row(n, back);
      for (std::size_t k = 0; k < cols; ++k) {
        const std::size_t g = q.scheme().group == 0 ? 0 : k / q.scheme().group;
        const float scale = q.scale(n, g);
        const auto zero = static_cast<float>(q.zero_point(n, g));
        // Brute force over the whole grid; fp16 rounding of the scale may cut the ends.
        float best = std::numeric_limits<float>::infinity();
        for (unsigned c = q.scheme().symmetric ? 1 : 0; c <= q.scheme().largest_code(); ++c)
          best = std::min(best, std::fabs(scale * (static_cast<float>(c) - zero) - view(n, k)));
        CHECK(std::fabs(back[k] - view(n, k)) <= best * 1.0001f + 1e-7f);
      }
    }
  }
}

TEST_CASE("quantizing is the same for any number of threads") {
  const auto w = random_weights(200 * 96);
  const tailgate::matrix_view<const float> view(w.data(), 200, 96);
  tailgate::tbb_executor two(2);
  const auto scheme = tailgate::parse_quant_scheme("int3-g32");
  const auto a = tailgate::round_to_nearest(view, scheme);
  const auto b = tailgate::round_to_nearest(view, scheme, two);
  std::vector<float> x(96), y(96);
  for (std::size_t n = 0; n < 200; ++n) {
    a.dequantize_row(n, x);
    b.dequantize_row(n, y);
    CHECK(x == y);
  }
}

TEST_CASE("zeros, constants, one-sided and tiny groups stay what they are") {
  const std::vector<float> w{0, 0, 0, 0, 0, 0, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f,
      1e-9f, 0, -1e-9f, 0, 0, 0, 0, 0};
  const auto q = tailgate::round_to_nearest({w.data(), 1, w.size()}, {4, 8, false});
  std::vector<float> back(w.size());
  q.dequantize_row(0, back);
  for (std::size_t k = 0; k < 8; ++k)
    CHECK(back[k] == 0.0f);
  for (std::size_t k = 8; k < 16; ++k)
    CHECK(back[k] == doctest::Approx(0.5).epsilon(0.001));
  for (std::size_t k = 16; k < 24; ++k)
    CHECK(std::fabs(back[k]) < 1e-6f);
}

TEST_CASE("weights that no scale can hold are refused with their place") {
  std::vector<float> w(16, 1.0f);
  w[9] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(
      static_cast<void>(tailgate::round_to_nearest({w.data(), 2, 8}, {4, 0, true})),
      "[tailgate.E104] round_to_nearest: weight [1, 1] is nan; every weight must be finite",
      tailgate::argument_error);
  w[9] = 1e9f;
  CHECK_THROWS_WITH_AS(
      static_cast<void>(tailgate::round_to_nearest({w.data(), 2, 8}, {4, 0, true})),
      doctest::Contains("tailgate.E105"), tailgate::argument_error);
}
