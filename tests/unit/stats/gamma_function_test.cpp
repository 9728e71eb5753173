// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/gamma_function.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("log-gamma and log-beta match closed forms") {
  CHECK(ts::log_gamma(0.5) == close(0.5 * std::log(std::acos(-1.0))));
  CHECK(ts::log_gamma(1) == Approx(0).scale(1).epsilon(1e-14));
  CHECK(ts::log_gamma(11) == close(std::log(3628800.0)));
  CHECK(ts::log_gamma(1e-5) == close(11.512919692895825)); // -log(x) - gamma x + pi^2 x^2 / 12
  CHECK(ts::log_beta(2, 3) == close(std::log(1.0 / 12)));
  CHECK(ts::log_beta(1, 1) == Approx(0).scale(1).epsilon(1e-14));
  CHECK(ts::log_beta(0.5, 0.5) == close(std::log(std::acos(-1.0))));
  CHECK(ts::log_beta(1e6, 1) == close(-std::log(1e6)));
  CHECK_THROWS_AS((void)ts::log_gamma(0), tailgate::argument_error);
}
