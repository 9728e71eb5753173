#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <span>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/detail/certified_sum.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

using tailgate::stats::stable_sum;
using tailgate::stats::detail::certified_sum;

namespace {

/// Whether the answer, if there is one, has the bits of the exact sum.
bool agrees(std::span<const double> values) {
  const auto certified = certified_sum(values);
  return !certified || std::bit_cast<std::uint64_t>(*certified) ==
                           std::bit_cast<std::uint64_t>(stable_sum(values).value());
}

} // namespace

TEST_CASE("certified_sum: the bits of the exact sum, for values as metrics have them") {
  tailgate::philox_stream random(11);
  std::size_t answers = 0;
  std::size_t sums = 0;
  for (std::size_t n = 0; n < 200; ++n)
    for (const double spread : {0.0, 1.0, 8.0, 60.0}) {
      std::vector<double> values(n);
      for (double& x : values)
        x = (random.uniform() - 0.3) * std::exp2(spread * (random.uniform() - 0.5));
      REQUIRE(agrees(values));
      answers += certified_sum(values).has_value();
      ++sums;
    }
  CHECK(answers > sums - sums / 100); // otherwise it would not be worth having
}

TEST_CASE("certified_sum: integers, halves and equal values always have an answer") {
  std::vector<double> values;
  for (int i = 0; i < 300; ++i) {
    values.push_back(i % 7 == 0 ? -0.5 : static_cast<double>(i % 3));
    REQUIRE(certified_sum(values).has_value());
    REQUIRE(agrees(values));
  }
  CHECK(certified_sum(std::vector<double>(1000, 0.1)) ==
        stable_sum(std::vector<double>(1000, 0.1)).value());
  CHECK_FALSE(std::signbit(certified_sum({}).value()));
  CHECK_FALSE(std::signbit(certified_sum(std::vector<double>{-0.0, -0.0}).value()));
}

TEST_CASE("certified_sum: no answer rather than a wrong one") {
  const double half_ulp = 0x1p-53;
  const double big = std::numeric_limits<double>::max();
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<std::vector<double>> hard{{1, half_ulp}, {1, half_ulp, 1e-300},
      {1, half_ulp, -1e-300}, {1e308, 1, -1e308}, {1, 1e100, 1, -1e100}, {1e300, 5e-324, -1e300},
      {big, big, -big}, {-big, -big}, {big, big * half_ulp}, {5e-324, 5e-324, -1e-310},
      {infinity, 1}, {infinity, -infinity}};
  for (std::vector<double> values : hard)
    for (int repeat = 0; repeat < 3; ++repeat) { // also with full lanes
      CHECK(agrees(values));
      values.insert(values.end(), values.begin(), values.end());
      values.insert(values.end(), 5, 0.0);
    }
  CHECK_FALSE(certified_sum(std::vector<double>{1, half_ulp, 1e-300}).has_value());
  CHECK_FALSE(certified_sum(std::vector<double>{std::nan(""), 1}).has_value());

  tailgate::philox_stream random(12);
  for (int round = 0; round < 2000; ++round) { // neighbours of ties, and what nearly cancels
    std::vector<double> values{1};
    for (std::size_t i = 0; i < 3 + random.below(20); ++i)
      values.push_back(
          std::ldexp(random.below(2) == 0 ? 1 : -1, -static_cast<int>(random.below(120))));
    for (std::size_t i = 0; i + 1 < values.size(); i += 3)
      values.push_back(-values[i]);
    REQUIRE(agrees(values));
  }
}
