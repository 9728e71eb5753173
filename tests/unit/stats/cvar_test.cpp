#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/cvar.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("CVaR: between the mean and the worst stratum, by hand") {
  const std::vector<double> loss{.001, .28, .03, 0};
  const std::vector<double> weight{90, 1, 5, 4};
  const auto cvar = [&](double tail) {
    return ts::conditional_value_at_risk(loss, weight, tail).value();
  };
  CHECK(cvar(.01) == Approx(.28));
  CHECK(cvar(.001) == Approx(.28));
  CHECK(cvar(.05) == Approx((.28 + 4 * .03) / 5));
  CHECK(cvar(.06) == Approx((.28 + 5 * .03) / 6));
  CHECK(cvar(1) == Approx((90 * .001 + .28 + 5 * .03) / 100));
}

TEST_CASE("CVaR: what cannot be said is undefined") {
  const std::vector<double> one{1};
  CHECK(ts::conditional_value_at_risk({}, {}, .1).why() == undefined_reason::no_items);
  CHECK(ts::conditional_value_at_risk(one, std::vector<double>{0}, .1).why() ==
        undefined_reason::zero_weight);
  CHECK(ts::conditional_value_at_risk(std::vector<double>{NAN}, one, .1).why() ==
        undefined_reason::non_finite_input);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, one, 0), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, std::vector<double>{-1}, .5),
      tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, {}, .5), tailgate::shape_error);
}
