#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <vector>

namespace {

using sizes = std::vector<std::size_t>;

std::vector<float> random_floats(std::size_t n, std::uint64_t seed) {
  tailgate::philox_stream stream(seed);
  std::vector<float> values(n);
  for (float& v : values)
    v = static_cast<float>(stream.uniform() * 2 - 1);
  return values;
}

std::vector<float> multiply(std::size_t m, std::size_t n, std::size_t k, tailgate::isa level,
    const std::vector<float>& x, const std::vector<float>& w, std::size_t slack = 0) {
  std::vector<float> y(m * (n + slack), -7.0f);
  tailgate::packed_f32 packed(tailgate::matrix_view<const float>(w.data(), n, k));
  tailgate::matmul_f32({x.data(), m, k}, packed, {},
      tailgate::matrix_view<float>(y.data(), m, n, n + slack), {}, level);
  return y;
}

} // namespace

TEST_CASE("every fp32 room that rounds once gives the bits of the reference, on all tails") {
  using tailgate::isa;
  for (const isa level : {isa::avx2, isa::avx512}) {
    if (!tailgate::machine_has(level)) {
      MESSAGE("skipped: this machine has no " << std::string(tailgate::to_string(level)));
      continue;
    }
    for (const std::size_t m : sizes{1, 2, 3, 5, 6, 11, 12, 13, 25, 97})
      for (const std::size_t n : sizes{1, 7, 15, 16, 17, 31, 32, 33, 49, 257})
        for (const std::size_t k : sizes{0, 1, 2, 31, 513}) {
          const auto x = random_floats(m * k, 1), w = random_floats(n * k, 2);
          const auto expected = multiply(m, n, k, isa::reference, x, w, 3);
          const auto actual = multiply(m, n, k, level, x, w, 3);
          CHECK_MESSAGE(std::memcmp(expected.data(), actual.data(), expected.size() * 4) == 0,
              tailgate::to_string(level) << " M=" << m << " N=" << n << " K=" << k);
        }
  }
}

TEST_CASE("the portable fp32 room stays within the rounding of K products of float64") {
  for (const std::size_t m : sizes{1, 2, 5})
    for (const std::size_t n : sizes{1, 16, 19})
      for (const std::size_t k : sizes{1, 64, 1000}) {
        const auto x = random_floats(m * k, 3), w = random_floats(n * k, 4);
        const auto y = multiply(m, n, k, tailgate::isa::portable, x, w);
        for (std::size_t i = 0; i < m; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            double exact = 0, size = 0;
            for (std::size_t l = 0; l < k; ++l) {
              const double product = double{x[i * k + l]} * double{w[j * k + l]};
              exact += product;
              size += std::fabs(product);
            }
            CHECK(
                std::fabs(double{y[i * n + j]} - exact) <= static_cast<double>(k) * 0x1p-23 * size);
          }
      }
}

TEST_CASE("a row's product does not depend on the rows beside it") {
  const std::size_t n = 40, k = 300;
  const auto x = random_floats(30 * k, 5), w = random_floats(n * k, 6);
  const auto all = multiply(30, n, k, tailgate::selected_isa(), x, w);
  for (std::size_t i = 0; i < 30; ++i) {
    const std::vector<float> row(x.begin() + static_cast<std::ptrdiff_t>(i * k),
        x.begin() + static_cast<std::ptrdiff_t>((i + 1) * k));
    const auto one = multiply(1, n, k, tailgate::selected_isa(), row, w);
    CHECK(std::memcmp(one.data(), all.data() + i * n, n * 4) == 0);
  }
}

TEST_CASE("matmul_f32 adds a bias, lets NaN through and refuses bad arguments") {
  const std::vector<float> w{1, 2, 3, 4}, bias{10, 20};
  tailgate::packed_f32 packed(tailgate::matrix_view<const float>(w.data(), 2, 2));
  std::vector<float> x{1, std::numeric_limits<float>::quiet_NaN(), 1, 1}, y(4);
  tailgate::matrix_view<const float> xs(x.data(), 2, 2);
  tailgate::matrix_view<float> ys(y.data(), 2, 2);
  tailgate::matmul_f32(xs, packed, bias, ys);
  CHECK(std::isnan(y[0]));
  CHECK(y[2] == 13);
  CHECK(y[3] == 27);
  CHECK_THROWS_WITH_AS(tailgate::matmul_f32({x.data(), 1, 1}, packed, {}, ys),
      doctest::Contains("tailgate.E150"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(tailgate::matmul_f32(xs, packed, std::span(bias).first(1), ys),
      doctest::Contains("tailgate.E151"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(
      tailgate::matmul_f32(xs, packed, {}, tailgate::matrix_view<float>(x.data(), 2, 2)),
      doctest::Contains("tailgate.E152"), tailgate::argument_error);
}
