#include "rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

using tailgate::activation_scaling;
using tailgate::matrix_view;
using tailgate::packed_matrix;
using tailgate::quantized_matrix;
using sizes = std::vector<std::size_t>;

constexpr activation_scaling scalings[] = {
    activation_scaling::per_group, activation_scaling::per_row};

packed_matrix packed(const std::vector<float>& w, std::size_t n, const char* scheme) {
  return packed_matrix(tailgate::round_to_nearest(
      {w.data(), n, n == 0 ? 0 : w.size() / n}, tailgate::parse_quant_scheme(scheme)));
}

/// An N x K matrix with every code, scale and zero point the same.
quantized_matrix uniform(std::size_t n, std::size_t k, tailgate::quant_scheme scheme, unsigned code,
    unsigned zero, float scale) {
  quantized_matrix w(n, k, scheme);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t g = 0; g < w.groups(); ++g)
      w.set_group(i, g, tailgate::float_to_fp16(scale), zero);
    for (std::size_t j = 0; j < k; ++j)
      w.set_code(i, j, code);
  }
  return w;
}

std::vector<float> product(const std::vector<float>& x, const packed_matrix& w,
    activation_scaling scaling, tailgate::isa level, tailgate::executor_ref exec = {},
    const std::vector<float>& bias = {}) {
  const std::size_t rows = w.inputs() == 0 ? 2 : x.size() / w.inputs();
  std::vector<float> y(rows * w.outputs(), -7.0f);
  tailgate::matmul_quantized({x.data(), rows, w.inputs()}, w, bias,
      matrix_view<float>(y.data(), rows, w.outputs()), scaling, exec, level);
  return y;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace

TEST_CASE("the integer product has the reference's bits at every level and on all tails") {
  const auto bias = random_floats(70, 9, 1);
  const auto usable = levels();
  std::size_t odd = 0;
  for (const char* name : {"int8", "int8-asym", "int8-g32", "int8-g24-sym", "int4", "int4-g32",
           "int4-g32-sym", "int4-g8", "int3-g64", "int2-g64", "int4-g128"})
    for (const std::size_t n : sizes{1, 31, 33, 70})
      for (const std::size_t k : sizes{1, 7, 64, 133}) {
        const packed_matrix w = packed(random_floats(n * k, 2, 1), n, name);
        for (const std::size_t m : sizes{1, 2, 3, 4, 5, 6, 7, 13}) {
          const auto x = random_floats(m * k, m, 2);
          const auto scaling = scalings[++odd % 2];
          const std::vector<float> used(
              bias.begin(), bias.begin() + static_cast<std::ptrdiff_t>(odd % 3 == 0 ? 0 : n));
          const auto expected = product(x, w, scaling, tailgate::isa::reference, {}, used);
          for (const tailgate::isa level : usable)
            CHECK_MESSAGE(same_bits(product(x, w, scaling, level, {}, used), expected),
                name << " " << tailgate::to_string(level) << " M=" << m << " N=" << n
                     << " K=" << k);
        }
      }
}

TEST_CASE("a row has the same bits alone, in a batch, and on any number of threads") {
  // Few rows pass over a panel in several slices, many in one; a row alone has no slices.
  const std::size_t n = 150, k = 1100;
  tailgate::tbb_executor two(2);
  for (const char* name : {"int4-g32", "int8"}) {
    const packed_matrix w = packed(random_floats(n * k, 4, 1), n, name);
    for (const std::size_t m : sizes{8, 13, 100}) {
      const auto scaling = scalings[m % 2];
      const auto x = random_floats(m * k, 3, 1);
      for (const tailgate::isa level : levels()) {
        if (level == tailgate::isa::reference)
          continue;
        const auto whole = product(x, w, scaling, level);
        CHECK(same_bits(product(x, w, scaling, level, two), whole));
        for (const std::size_t row : sizes{0, m / 2, m - 1}) {
          const auto from = x.begin() + static_cast<std::ptrdiff_t>(row * k);
          const std::vector<float> one(from, from + static_cast<std::ptrdiff_t>(k));
          const auto alone = product(one, w, scaling, level);
          CHECK(std::memcmp(alone.data(), whole.data() + row * n, n * sizeof(float)) == 0);
          if (row == 0)
            CHECK(same_bits(alone, product(one, w, scaling, tailgate::isa::reference)));
        }
      }
    }
  }
}

TEST_CASE("K of 2^20 with the largest codes neither overflows nor rounds inside a group") {
  const std::size_t k = std::size_t{1} << 20;
  const std::vector<float> x(k, -1.0f);
  for (const unsigned bits : {8u, 4u})
    for (const std::size_t group : {std::size_t{0}, std::size_t{65536}}) {
      const unsigned top = (1u << bits) - 1;
      const packed_matrix w(uniform(1, k, {bits, group, false}, top, 0, 1.0f));
      float expected = 0; // 127 * 255 * 65536 needs 31 bits
      const double sum =
          -127.0 * static_cast<double>(top) * static_cast<double>(w.layout().group());
      for (std::size_t g = 0; g < w.layout().groups(); ++g)
        expected = std::fma(static_cast<float>(sum), 1.0f, expected);
      for (const tailgate::isa level : levels())
        CHECK(product(x, w, activation_scaling::per_row, level)[0] == expected * (1.0f / 127.0f));
    }
}

TEST_CASE("every pair of extreme codes and activations, where 16-bit sums would saturate") {
  for (const float sign : {-1.0f, 1.0f})
    for (const unsigned bits : {8u, 4u, 3u, 2u})
      for (const bool symmetric : {true, false})
        for (const unsigned code : {0u, 1u, (1u << bits) - 1})
          for (const unsigned zero : {0u, (1u << bits) - 1}) {
            const std::size_t k = 200;
            const std::vector<float> x(k, sign);
            const packed_matrix w(uniform(1, k, {bits, 64, symmetric}, code, zero, 1.0f));
            const int centre = symmetric ? 1 << (bits - 1) : static_cast<int>(zero);
            const int difference = static_cast<int>(code) - centre;
            for (const tailgate::isa level : levels())
              CHECK(product(x, w, activation_scaling::per_row, level)[0] ==
                    sign * static_cast<float>(127 * 200 * difference) * (1.0f / 127.0f));
          }
}

TEST_CASE("the error is within half a step of each activation; a scale a group is the finer one") {
  const std::size_t m = 4, n = 40, k = 512;
  auto x = random_floats(m * k, 5, 1);
  for (std::size_t row = 0; row < m; ++row)
    x[row * k + 17] *= 50; // an outlier coarsens its row, or its group alone
  const auto w = random_floats(n * k, 6, 1);
  const auto source =
      tailgate::round_to_nearest({w.data(), n, k}, tailgate::parse_quant_scheme("int4-g64"));
  std::vector<float> restored(k);
  double squares[2] = {};
  for (const activation_scaling scaling : scalings) {
    const auto y = product(x, packed_matrix(source), scaling, tailgate::selected_isa());
    for (std::size_t j = 0; j < n; ++j) {
      source.dequantize_row(j, restored);
      for (std::size_t i = 0; i < m; ++i) {
        double exact = 0, bound = 0;
        for (std::size_t g = 0; g < k; g += 64) {
          const std::size_t begin = scaling == activation_scaling::per_group ? g : 0;
          const std::size_t end = scaling == activation_scaling::per_group ? g + 64 : k;
          double largest = 0;
          for (std::size_t l = begin; l < end; ++l)
            largest = std::max(largest, std::fabs(double{x[i * k + l]}));
          for (std::size_t l = g; l < g + 64; ++l) {
            exact += double{x[i * k + l]} * double{restored[l]};
            bound += std::fabs(double{restored[l]}) * largest / 254;
          }
        }
        const double error = std::fabs(double{y[i * n + j]} - exact);
        CHECK(error <= 1.001 * bound);
        squares[scaling == activation_scaling::per_row] += error * error;
      }
    }
  }
  CHECK(squares[0] < 0.5 * squares[1]);
}

TEST_CASE("a bad activation spoils its own row only; rows of zeros and tiny rows give zeros") {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::size_t n = 40, k = 96;
  for (const char* name : {"int4-g32", "int8"}) {
    const packed_matrix w = packed(random_floats(n * k, 3, 1), n, name);
    auto x = random_floats(6 * k, 4, 1);
    x[1 * k + 33] = infinity;
    x[2 * k + 95] = std::numeric_limits<float>::quiet_NaN();
    x[3 * k + 0] = -infinity;
    std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(4 * k), k, -0.0f);
    std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(5 * k), k, 0x1p-140f); // subnormal
    for (const activation_scaling scaling : scalings) {
      const auto expected = product(x, w, scaling, tailgate::isa::reference);
      for (const tailgate::isa level : levels()) {
        const auto y = product(x, w, scaling, level);
        CHECK(same_bits(y, expected));
        for (std::size_t j = 0; j < n; ++j) {
          CHECK(std::isfinite(y[j]));
          for (const std::size_t row : sizes{1, 2, 3})
            CHECK(std::isnan(y[row * n + j]));
          CHECK(y[4 * n + j] == 0.0f);
          CHECK(y[5 * n + j] == 0.0f);
        }
      }
    }
  }
}

TEST_CASE("the largest and smallest floats and scales; what overflows does so as in IEEE 754") {
  const float huge = std::numeric_limits<float>::max(), tiny = 0x1p-117f;
  for (const float magnitude : {huge, 1.0f, tiny})
    for (const float scale : {65504.0f, 0x1p-24f, 0.0f}) { // 2^-24 is fp16's smallest subnormal
      const packed_matrix w(uniform(1, 32, {4, 32, true}, 9, 0, scale));
      const std::vector<float> x(32, magnitude);
      const auto expected =
          product(x, w, activation_scaling::per_group, tailgate::isa::reference)[0];
      const double exact = 32.0 * double{magnitude} * double{scale};
      if (exact > double{huge})
        CHECK(expected == std::numeric_limits<float>::infinity());
      else
        CHECK(double{expected} == doctest::Approx(exact).epsilon(1e-5));
      for (const tailgate::isa level : levels())
        CHECK(std::bit_cast<std::uint32_t>(product(x, w, activation_scaling::per_group,
                  level)[0]) == std::bit_cast<std::uint32_t>(expected));
    }
}

TEST_CASE("gaps between the rows of X and Y stay as they are") {
  const std::size_t m = 9, n = 45, k = 75, x_stride = 80, y_stride = 51;
  const packed_matrix w = packed(random_floats(n * k, 7, 1), n, "int4-g32");
  const auto dense = random_floats(m * k, 8, 1);
  std::vector<float> x(m * x_stride, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < m; ++i)
    std::copy_n(dense.begin() + static_cast<std::ptrdiff_t>(i * k), k,
        x.begin() + static_cast<std::ptrdiff_t>(i * x_stride));
  for (const tailgate::isa level : levels()) {
    const auto expected = product(dense, w, activation_scaling::per_group, level);
    std::vector<float> y(m * y_stride, 3.0f);
    tailgate::matmul_quantized({x.data(), m, k, x_stride}, w, {},
        matrix_view<float>(y.data(), m, n, y_stride), activation_scaling::per_group, {}, level);
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < y_stride && i * y_stride + j < y.size(); ++j)
        CHECK(y[i * y_stride + j] == (j < n ? expected[i * n + j] : 3.0f));
  }
}

TEST_CASE("no rows, no outputs, no inputs") {
  for (const tailgate::isa level : levels())
    for (const activation_scaling scaling : scalings) {
      const packed_matrix w = packed(random_floats(24, 1, 1), 3, "int8");
      CHECK(product({}, w, scaling, level).empty());
      CHECK(product(
          random_floats(16, 2, 1), packed_matrix(quantized_matrix(0, 8, {})), scaling, level)
                .empty());
      const packed_matrix no_inputs(quantized_matrix(3, 0, {4, 32, false}));
      CHECK(product({}, no_inputs, scaling, level) == std::vector<float>(6, 0.0f));
      CHECK(product({}, no_inputs, scaling, level, {}, {1, 2, 3}) ==
            std::vector<float>{1, 2, 3, 1, 2, 3});
    }
}

TEST_CASE("matmul_quantized refuses wrong shapes, bias and overlap") {
  const packed_matrix w = packed(random_floats(8 * 32, 5, 1), 8, "int8");
  std::vector<float> x(64), y(16), bias(7);
  matrix_view<const float> xs(x.data(), 2, 32);
  matrix_view<float> ys(y.data(), 2, 8);
  CHECK_THROWS_WITH_AS(tailgate::matmul_quantized({x.data(), 2, 31, 32}, w, {}, ys),
      doctest::Contains("tailgate.E155"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(tailgate::matmul_quantized(xs, w, bias, ys),
      doctest::Contains("tailgate.E156"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(tailgate::matmul_quantized(xs, w, {}, matrix_view<float>(x.data(), 2, 8)),
      doctest::Contains("tailgate.E157"), tailgate::argument_error);
}
