// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/incomplete_beta.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("the incomplete beta function matches closed forms") {
  // I_x(a, 1) = x^a; I_x(1, b) = 1 - (1-x)^b; I_x(2, 2) = x^2 (3 - 2x); arcsine law for 1/2, 1/2.
  const double pi = std::acos(-1.0);
  for (const double x : {1e-9, 0.01, 0.3, 0.5, 0.77, 0.999}) {
    CHECK(ts::regularized_incomplete_beta(3.7, 1, x) == close(std::pow(x, 3.7)));
    CHECK(ts::regularized_incomplete_beta(1, 2.2, x) == close(-std::expm1(2.2 * std::log1p(-x))));
    CHECK(ts::regularized_incomplete_beta(2, 2, x) == close(x * x * (3 - 2 * x)));
    CHECK(ts::regularized_incomplete_beta(0.5, 0.5, x) == close(2 / pi * std::asin(std::sqrt(x))));
  }
  CHECK(ts::regularized_incomplete_beta(5, 5, 0) == 0.0);
  CHECK(ts::regularized_incomplete_beta(5, 5, 1) == 1.0);
  // Symmetry at large parameters: I_.5(a, a) = 1/2.
  CHECK(ts::regularized_incomplete_beta(1e5, 1e5, 0.5) == close(0.5));
}

TEST_CASE("beta quantiles invert the incomplete beta function") {
  for (const double a : {0.5, 1.0, 3.0, 250.0, 20000.0})
    for (const double b : {0.5, 1.0, 18.0, 3000.0})
      for (const double p : {1e-8, 0.025, 0.3, 0.5, 0.975}) {
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(p);
        const double x = ts::inverse_regularized_incomplete_beta(a, b, p);
        if (x < 1 - 1e-6)
          CHECK(ts::regularized_incomplete_beta(a, b, x) == Approx(p).epsilon(1e-10));
      }
  CHECK(ts::inverse_regularized_incomplete_beta(1e-2, 1, 0.01) == Approx(1e-200).epsilon(1e-10));
}

TEST_CASE("log of the incomplete beta function: as the function, and where that underflows") {
  for (const double a : {.5, 3.0, 40.0})
    for (const double b : {1.0, 2.5, 300.0})
      for (const double x : {1e-6, .05, .5, .9})
        CHECK(ts::log_regularized_incomplete_beta(a, b, x) ==
              Approx(std::log(ts::regularized_incomplete_beta(a, b, x))).epsilon(1e-12));
  // I_x(a, 1) = x^a
  CHECK(ts::log_regularized_incomplete_beta(5000, 1, .25) ==
        Approx(5000 * std::log(.25)).epsilon(1e-13));
  CHECK(std::isinf(ts::log_regularized_incomplete_beta(2, 3, 0)));
  CHECK(ts::log_regularized_incomplete_beta(2, 3, 1) == 0.0);
  CHECK_THROWS_AS((void)ts::log_regularized_incomplete_beta(2, NAN, .5), tailgate::argument_error);
}
