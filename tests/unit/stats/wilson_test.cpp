#include <doctest/doctest.h>
#include <tailgate/stats/wilson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Wilson: 18 of 20 as in statsmodels' tests (values of R's binom)") {
  const auto ci = ts::wilson_interval(18, 20).value();
  CHECK(ci.lower == Approx(.6989663547715).epsilon(1e-12));
  CHECK(ci.upper == Approx(.9721335187862).epsilon(1e-12));
}

TEST_CASE("Wilson: ends reach 0 and 1 exactly, and only there") {
  CHECK(ts::wilson_interval(0, 10).value().lower == 0.0);
  CHECK(ts::wilson_interval(10, 10).value().upper == 1.0);
  CHECK(ts::wilson_interval(0, 10).value().upper > 0.2);
  CHECK(ts::wilson_interval(1, 10).value().lower > 0.0);
  CHECK(ts::wilson_interval(0, 0).why() == tailgate::undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::wilson_interval(3, 2), tailgate::argument_error);
}
