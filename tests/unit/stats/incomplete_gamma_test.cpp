#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/incomplete_gamma.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("the incomplete gamma functions match closed forms in both tails") {
  for (const double x : {1e-9, 0.2, 1.0, 3.0, 45.0, 600.0}) {
    CHECK(ts::regularized_gamma_q(1, x) == Approx(std::exp(-x)).epsilon(1e-12));
    CHECK(ts::regularized_gamma_p(1, x) == Approx(-std::expm1(-x)).epsilon(1e-12));
    CHECK(ts::regularized_gamma_q(0.5, x) == Approx(std::erfc(std::sqrt(x))).epsilon(1e-12));
    CHECK(
        ts::regularized_gamma_q(3, x) == Approx((1 + x + x * x / 2) * std::exp(-x)).epsilon(1e-12));
  }
  CHECK(ts::regularized_gamma_p(2, 0) == 0.0);
  CHECK(ts::regularized_gamma_q(2, INFINITY) == 0.0);
  CHECK_THROWS_AS((void)ts::regularized_gamma_p(0, 1), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::regularized_gamma_p(1, NAN), tailgate::argument_error);
}
