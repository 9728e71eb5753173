// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/binomial_distribution.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("binomial probabilities match exact sums") {
  CHECK(ts::binomial_pmf(6, 22, 0.5) == close(74613.0 / 4194304)); // choose(22, 6) / 2^22
  CHECK(ts::binomial_cdf(6, 22, 0.5) == close(110056.0 / 4194304));
  CHECK(ts::binomial_upper_tail(0, 5, 0.2) == 1.0);
  CHECK(ts::binomial_upper_tail(5, 5, 0.2) == close(0.00032));
  double sum = 0;
  for (std::uint64_t k = 0; k <= 700; ++k)
    sum += ts::binomial_pmf(k, 2000, 0.36);
  CHECK(ts::binomial_cdf(700, 2000, 0.36) == close(sum));
  CHECK(ts::binomial_pmf(0, 0, 1) == 1.0);
  CHECK(ts::binomial_pmf(1, 3, 0) == 0.0);
  CHECK_THROWS_AS((void)ts::binomial_pmf(4, 3, 0.5), tailgate::argument_error);
}
