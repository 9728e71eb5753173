#include <doctest/doctest.h>
#include <tailgate/stats/clopper_pearson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Clopper-Pearson: 18 of 20 as in statsmodels' tests (values of R's binom)") {
  const auto ci = ts::clopper_pearson_interval(18, 20).value();
  CHECK(ci.lower == Approx(.6830172859809).epsilon(1e-12));
  CHECK(ci.upper == Approx(.9876514728297).epsilon(1e-12));
}

TEST_CASE("Clopper-Pearson: none and all of 10 as in scipy's tests (values of R)") {
  CHECK(ts::clopper_pearson_interval(0, 10).value().lower == 0.0);
  CHECK(ts::clopper_pearson_interval(0, 10).value().upper == Approx(.3084971).epsilon(1e-7));
  CHECK(ts::clopper_pearson_interval(10, 10).value().lower == Approx(.6915029).epsilon(1e-7));
  CHECK(ts::clopper_pearson_interval(10, 10).value().upper == 1.0);
  CHECK(ts::clopper_pearson_interval(0, 0).why() == tailgate::undefined_reason::no_items);
}
