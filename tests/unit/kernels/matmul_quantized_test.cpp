#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

std::vector<float> random_floats(std::size_t n, std::uint64_t seed) {
  tailgate::philox_stream stream(seed);
  std::vector<float> values(n);
  for (float& v : values)
    v = static_cast<float>(stream.uniform() * 2 - 1);
  return values;
}

} // namespace

TEST_CASE("the integer product has the reference's bits at every level and on all tails") {
  tailgate::tbb_executor two(2);
  for (const char* name :
      {"int8", "int8-g32", "int4", "int4-g32", "int4-g32-sym", "int3-g64", "int2-g64", "int4-g128"})
    for (const std::size_t m : std::vector<std::size_t>{1, 3, 13})
      for (const std::size_t n : std::vector<std::size_t>{1, 16, 21})
        for (const std::size_t k : std::vector<std::size_t>{1, 31, 64, 200, 2100}) {
          const auto x = random_floats(m * k, 1), w = random_floats(n * k, 2);
          const auto packed =
              tailgate::round_to_nearest({w.data(), n, k}, tailgate::parse_quant_scheme(name));
          std::vector<float> expected(m * n), actual(m * n);
          const auto run = [&](std::vector<float>& y, tailgate::isa level,
                               tailgate::executor_ref exec) {
            tailgate::matmul_quantized({x.data(), m, k}, packed, {},
                tailgate::matrix_view<float>(y.data(), m, n), exec, level);
          };
          run(expected, tailgate::isa::reference, {});
          for (const tailgate::isa level : tailgate::all_isas) {
            if (tailgate::detect_isa() < level)
              continue;
            run(actual, level, two);
            CHECK_MESSAGE(std::memcmp(expected.data(), actual.data(), m * n * 4) == 0,
                name << " " << tailgate::to_string(level) << " M=" << m << " N=" << n
                     << " K=" << k);
          }
        }
}

TEST_CASE("extreme codes over a long K sum without rounding or overflow") {
  const std::size_t k = 20000;
  std::vector<float> x(k, -1.0f), w(k, 1.0f), y(1);
  w[0] = -1.0f;
  x[0] = 1.0f;
  const auto packed = tailgate::round_to_nearest({w.data(), 1, k}, {8, 0, true});
  for (const tailgate::isa level : tailgate::all_isas) {
    if (tailgate::detect_isa() < level)
      continue;
    tailgate::matmul_quantized(
        {x.data(), 1, k}, packed, {}, tailgate::matrix_view<float>(y.data(), 1, 1), {}, level);
    const float scale = packed.scale(0, 0);
    CHECK(y[0] == std::fma(static_cast<float>(-127.0 * 127 * 20000), scale, 0.0f) * (1.0f / 127));
  }
}

TEST_CASE("a bad activation spoils its own row only") {
  const auto w = random_floats(8 * 32, 3);
  auto x = random_floats(3 * 32, 4);
  x[33] = std::numeric_limits<float>::infinity();
  for (std::size_t k = 64; k < 96; ++k)
    x[k] = 0;
  std::vector<float> y(24);
  tailgate::matmul_quantized({x.data(), 3, 32},
      tailgate::round_to_nearest({w.data(), 8, 32}, {4, 32, false}), {},
      tailgate::matrix_view<float>(y.data(), 3, 8));
  for (std::size_t n = 0; n < 8; ++n) {
    CHECK(std::isfinite(y[n]));
    CHECK(std::isnan(y[8 + n]));
    CHECK(y[16 + n] == 0.0f);
  }
}

TEST_CASE("matmul_quantized refuses wrong shapes, bias and overlap") {
  const auto w = random_floats(8 * 32, 5);
  const auto packed = tailgate::round_to_nearest({w.data(), 8, 32}, {8, 0, true});
  std::vector<float> x(64), y(16), bias(7);
  tailgate::matrix_view<const float> xs(x.data(), 2, 32);
  tailgate::matrix_view<float> ys(y.data(), 2, 8);
  CHECK_THROWS_WITH_AS(tailgate::matmul_quantized({x.data(), 2, 31, 32}, packed, {}, ys),
      doctest::Contains("tailgate.E155"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(tailgate::matmul_quantized(xs, packed, bias, ys),
      doctest::Contains("tailgate.E156"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(
      tailgate::matmul_quantized(xs, packed, {}, tailgate::matrix_view<float>(x.data(), 2, 8)),
      doctest::Contains("tailgate.E157"), tailgate::argument_error);
}
