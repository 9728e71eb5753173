// Expected values: R, or the closed forms written out.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/confidence_level.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("a confidence level is a probability inside (0, 1)") {
  CHECK(ts::confidence_level::one_sided(0.05).value() == Approx(0.9));
  CHECK(ts::default_confidence.tail() == Approx(0.025));
  CHECK_THROWS_AS(ts::confidence_level(95), tailgate::argument_error);
  CHECK_THROWS_AS(ts::confidence_level(1), tailgate::argument_error);
}
