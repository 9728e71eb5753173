// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/student_t_distribution.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("Student's t matches R and closed forms") {
  const double pi = std::acos(-1.0);
  CHECK(ts::student_t_quantile(0.975, 10) == close(2.2281388519862747)); // 40 digits, closed form
  CHECK(ts::student_t_quantile(0.975, 4) == close(2.7764451051977987));  // qt(.975, 4)
  CHECK(ts::student_t_quantile(0.95, 3) == close(2.3533634348018264));   // qt(.95, 3)
  CHECK(ts::student_t_quantile(0.975, 1) == close(12.706204736174698));  // qt(.975, 1)
  // Cornish-Fisher: z + (z^3 + z) / (4 df) + O(1 / df^2)
  const double z = 1.959963984540054;
  CHECK(ts::student_t_quantile(0.975, 1e7) == close(z + (z * z * z + z) / 4e7));
  for (const double t : {-40.0, -2.5, -0.1, 0.3, 1.0, 7.0}) {
    CHECK(ts::student_t_cdf(t, 1) == close(0.5 + std::atan(t) / pi));
    CHECK(ts::student_t_cdf(t, 2) == close(0.5 + t / (2 * std::sqrt(2 + t * t))));
  }
  for (const double df : {1.0, 2.5, 30.0, 2000.0})
    for (const double p : {1e-9, 1e-3, 0.1, 0.4999, 0.7, 0.99})
      CHECK(ts::student_t_cdf(ts::student_t_quantile(p, df), df) == Approx(p).epsilon(1e-11));
  CHECK_THROWS_AS((void)ts::student_t_cdf(1, 0), tailgate::argument_error);
}

TEST_CASE("Student's t: tails and quantiles, by mpmath at 40 digits") {
  CHECK(ts::student_t_sf(5, 3) == Approx(.0076962190366511505).scale(0).epsilon(1e-12));
  CHECK(ts::student_t_sf(12, 30.5) == Approx(2.1994854075764789e-13).scale(0).epsilon(1e-12));
  CHECK(ts::student_t_sf(1.7, 197) == Approx(.04535457387463577).scale(0).epsilon(1e-12));
  CHECK(ts::student_t_quantile(.999, 7.5) == close(4.6303190940341016));
  CHECK(ts::student_t_quantile(.95, 197) == close(1.6526252192655059));
}
