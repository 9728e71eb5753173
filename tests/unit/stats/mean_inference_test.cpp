#include <doctest/doctest.h>
#include <tailgate/stats/mean_inference.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("mean inference: interval, statistic and p-values of a known mean") {
  ts::mean_inference result;
  result.mean = 2.0;
  result.standard_error = 0.5;
  result.degrees_of_freedom = 10;
  CHECK(result.t_statistic(1).value() == Approx(2).epsilon(1e-14));
  const auto ci = result.confidence().value();
  CHECK(ci.upper == Approx(2 + 0.5 * 2.2281388519862747).epsilon(1e-12)); // qt(.975, 10)
  CHECK(result.p_value(ci.lower).value() == Approx(.05).epsilon(1e-11));
  CHECK(result.p_value_above(1).value() == Approx(.03669401738537).epsilon(1e-11)); // 1 - pt(2, 10)
  CHECK(result.p_value_above(1).value() + result.p_value_below(1).value() == Approx(1));
}

TEST_CASE("mean inference: nothing measured is undefined") {
  const ts::mean_inference nothing;
  CHECK(nothing.confidence().why() == undefined_reason::not_measured);
  CHECK(nothing.p_value().why() == undefined_reason::not_measured);
}
