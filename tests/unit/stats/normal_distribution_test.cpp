// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/normal_distribution.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("normal quantiles match R and invert the distribution in both tails") {
  CHECK(ts::normal_quantile(0.975) == close(1.959963984540054));  // qnorm(.975)
  CHECK(ts::normal_quantile(0.95) == close(1.6448536269514722));  // qnorm(.95)
  CHECK(ts::normal_quantile(1e-10) == close(-6.361340902404056)); // qnorm(1e-10)
  CHECK(ts::normal_quantile(0.5) == 0.0);
  CHECK(std::isinf(ts::normal_quantile(0)));
  CHECK(ts::normal_quantile(1) > 0);
  for (const double p : {1e-300, 1e-30, 1e-5, 0.03, 0.07, 0.2, 0.499})
    CHECK(ts::normal_cdf(ts::normal_quantile(p)) == Approx(p).epsilon(1e-11));
  CHECK(ts::normal_critical_value(ts::confidence_level(0.9)) == close(1.6448536269514722));
  CHECK_THROWS_AS((void)ts::normal_quantile(1.5), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::normal_quantile(std::nan("")), tailgate::argument_error);
}

TEST_CASE("normal distribution: far tails, by mpmath at 40 digits") {
  CHECK(ts::normal_cdf(-10) == Approx(7.6198530241605261e-24).scale(0).epsilon(1e-13));
  CHECK(ts::normal_cdf(-37) == Approx(5.7255712225245768e-300).scale(0).epsilon(1e-12));
  CHECK(ts::normal_sf(10) == ts::normal_cdf(-10));
  CHECK(ts::normal_cdf(1.5) == close(.93319279873114193));
  CHECK(ts::normal_quantile(1e-300) == close(-37.047096299361199));
  CHECK(ts::normal_quantile(.123) == close(-1.1601198829975195));
}

TEST_CASE("normal distribution: NaN is refused") {
  CHECK_THROWS_AS((void)ts::normal_pdf(NAN), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::normal_cdf(NAN), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::normal_sf(NAN), tailgate::argument_error);
}
