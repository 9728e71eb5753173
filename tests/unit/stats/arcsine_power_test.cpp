#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/arcsine_power.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("arcsine power: h = .3, n = 80 as in statsmodels' tests (values of R's pwr)") {
  CHECK(ts::arcsine_power(.3, 80, .05) == rounds_to(".475100870572638"));
  CHECK(ts::arcsine_power(-.3, 80, .05) == ts::arcsine_power(.3, 80, .05));
  CHECK(ts::arcsine_power(0, 80, .05) == Approx(.05).epsilon(1e-12));
  CHECK(ts::arcsine_effect_size(.75, .25) == Approx(std::acos(-1.0) / 3).epsilon(1e-14));
  CHECK_THROWS_AS((void)ts::arcsine_power(.3, 0), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::arcsine_power(NAN, 80), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::arcsine_effect_size(NAN, .5), tailgate::argument_error);
}
