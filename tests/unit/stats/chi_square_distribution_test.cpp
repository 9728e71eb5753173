// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/chi_square_distribution.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("chi-square matches R and closed forms") {
  CHECK(ts::chi_square_quantile(0.95, 1) == close(3.841458820694124)); // qchisq(.95, 1)
  CHECK(ts::chi_square_quantile(0.95, 4) == close(9.487729036781154)); // qchisq(.95, 4)
  CHECK(ts::chi_square_quantile(0.95, 10) == close(18.307038053275146));
  for (const double x : {1e-6, 0.5, 3.0, 40.0, 300.0}) {
    CHECK(ts::chi_square_sf(x, 2) == close(std::exp(-x / 2)));
    CHECK(ts::chi_square_sf(x, 4) == close((1 + x / 2) * std::exp(-x / 2)));
    CHECK(ts::chi_square_sf(x, 1) == close(std::erfc(std::sqrt(x / 2))));
  }
  for (const double df : {0.5, 1.0, 7.0, 1000.0})
    for (const double p : {1e-6, 0.2, 0.5, 0.99})
      CHECK(ts::chi_square_cdf(ts::chi_square_quantile(p, df), df) == Approx(p).epsilon(1e-11));
}

TEST_CASE("chi-square: tails and quantiles, by mpmath at 40 digits") {
  CHECK(ts::chi_square_sf(30, 7) == Approx(9.4959725081341838e-5).scale(0).epsilon(1e-12));
  CHECK(ts::chi_square_sf(5.175, 1) == Approx(.022914171535340936).scale(0).epsilon(1e-12));
  CHECK(ts::chi_square_sf(250, 199.5) == Approx(.0087884100136997857).scale(0).epsilon(1e-12));
  CHECK(ts::chi_square_sf(400, 3) == Approx(2.2138865931011177e-86).scale(0).epsilon(1e-12));
  CHECK(ts::chi_square_quantile(.01, 3) == close(.11483180189911704));
  // scipy's TestChi: chi.sf(10, 4), from Wolfram Alpha
  CHECK(ts::chi_square_sf(100, 4) == Approx(9.83662422461598e-21).scale(0).epsilon(1e-13));
}
