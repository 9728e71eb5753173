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

TEST_CASE("groups of zeros are zero in every scheme") {
  const std::vector<float> w{0, -0.0f, 0, 0, -0.0f, -0.0f, -0.0f, -0.0f, 0, 0, 0, 0, 0, 0, 0, 0};
  for (const char* name : {"int8", "int8-asym", "int4-g8", "int4-g8-sym", "int2-tensor"})
    for (const auto clip : {tailgate::clip_search::none, tailgate::clip_search::squared_error}) {
      const auto q = tailgate::round_to_nearest(
          {w.data(), 2, 8}, tailgate::parse_quant_scheme(name), {}, clip);
      CHECK(q.scale(1, 0) == 0.0f);
      std::vector<float> back(8, 1.0f);
      q.dequantize_row(0, back);
      for (const float v : back)
        CHECK(v == 0.0f);
    }
}

TEST_CASE("one scale for the matrix") {
  const auto w = random_weights(40 * 16);
  const auto scheme = tailgate::parse_quant_scheme("int4-tensor-asym");
  CHECK(scheme.name() == "int4-tensor-asym");
  CHECK(tailgate::parse_quant_scheme("int8-tensor").symmetric);
  CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::parse_quant_scheme("int4-g32-tensor")),
      doctest::Contains("tailgate.E101"), tailgate::argument_error);
  const auto q = tailgate::round_to_nearest({w.data(), 40, 16}, scheme);
  CHECK(q.bits_per_weight() == 4 + 20.0 / 640);
  const auto [low, high] = std::minmax_element(w.begin(), w.end());
  CHECK(q.scale(39, 0) == doctest::Approx((*high - *low) / 15).epsilon(1e-3));
  CHECK(q.scale(0, 0) == q.scale(39, 0));
  CHECK(q.zero_point(0, 0) == q.zero_point(39, 0));
  std::vector<float> row(16);
  for (std::size_t n = 0; n < 40; ++n) {
    q.dequantize_row(n, row);
    for (std::size_t k = 0; k < 16; ++k)
      CHECK(std::fabs(row[k] - w[n * 16 + k]) <= 0.51f * q.scale(0, 0));
  }
}

TEST_CASE("clipping for the least squared error finds the best of its grids") {
  auto w = random_weights(4 * 64);
  w[10] = 0.2f; // far out, and worth losing for a finer step
  const tailgate::matrix_view<const float> view(w.data(), 4, 64);
  for (const char* name : {"int4-g64", "int3-g32-sym", "int8"}) {
    const auto scheme = tailgate::parse_quant_scheme(name);
    const auto error = [&](const tailgate::quantized_matrix& q, std::size_t n, std::size_t g) {
      double sum = 0;
      for (std::size_t k = scheme.group_first(g); k < scheme.group_last(g, 64); ++k) {
        const double value = double{q.scale(n, g)} * (static_cast<double>(q.code(n, k)) -
                                                         static_cast<double>(q.zero_point(n, g)));
        sum += std::pow(value - double{view(n, k)}, 2);
      }
      return sum;
    };
    const auto plain = tailgate::round_to_nearest(view, scheme);
    const auto clipped =
        tailgate::round_to_nearest(view, scheme, {}, tailgate::clip_search::squared_error);
    for (std::size_t n = 0; n < 4; ++n)
      for (std::size_t g = 0; g < plain.groups(); ++g) {
        const auto range = tailgate::weight_range::of(
            view.row(n).subspan(scheme.group_first(g), 64 / plain.groups()));
        double least = error(plain, n, g);
        for (int i = 1; i <= 80; ++i) { // every candidate, by its own codes
          const tailgate::uniform_grid grid(scheme, range, 1 - static_cast<float>(i) / 100, "");
          double sum = 0;
          for (std::size_t k = scheme.group_first(g); k < scheme.group_last(g, 64); ++k)
            sum += std::pow(double{grid.value(grid.code(view(n, k)))} - double{view(n, k)}, 2);
          least = std::min(least, sum);
        }
        CHECK(error(clipped, n, g) == doctest::Approx(least).epsilon(1e-4));
      }
    CHECK((clipped.scale(0, 0) < 0.9f * plain.scale(0, 0)) == (scheme.bits == 3));
  }
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
