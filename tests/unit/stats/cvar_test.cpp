#include <algorithm>
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
  CHECK(ts::conditional_value_at_risk(
            std::vector<double>{1, 2}, std::vector<double>{1.7e308, 1.7e308}, .1)
            .why() == undefined_reason::non_finite_input);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, one, NAN), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, std::vector<double>{NAN}, .5),
      tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, one, 0), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, std::vector<double>{-1}, .5),
      tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::conditional_value_at_risk(one, {}, .5), tailgate::shape_error);
}

TEST_CASE(
    "CVaR: the least of t + mean of what exceeds t over the tail (Rockafellar, Uryasev 2000)") {
  // Their representation, doi:10.21314/JOR.2000.038; a minimum lies at one of the losses.
  const std::vector<double> loss{.4, -.1, .7, .05, .7, .3};
  const std::vector<double> weight{3, 5, 1, 8, .5, 2};
  double total = 0;
  for (const double w : weight)
    total += w;
  for (const double tail : {.01, .05, .1, .3, .5, .77, 1.0}) {
    double least = INFINITY;
    for (const double t : loss) {
      double excess = 0;
      for (std::size_t i = 0; i < loss.size(); ++i)
        excess += weight[i] / total * std::max(loss[i] - t, 0.0);
      least = std::min(least, t + excess / tail);
    }
    CHECK(
        ts::conditional_value_at_risk(loss, weight, tail).value() == Approx(least).epsilon(1e-13));
  }
}
