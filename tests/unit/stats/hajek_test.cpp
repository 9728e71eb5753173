#include "oversampled_tail.hpp"
#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/hajek.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("Hajek: five items of unequal probability") {
  const std::vector<double> y{1, 0, 1, 1, 0};
  const std::vector<double> pi{.1, .2, .5, .5, .05};
  CHECK(ts::hajek_mean(y, pi).value.value() == rounds_to(".3589744"));
}

TEST_CASE("Hajek: a constant is estimated without error") {
  const std::vector<double> pi{.1, .2, .5, .5, .05};
  const auto flat = ts::hajek_mean(std::vector<double>(5, 3.0), pi);
  CHECK(flat.value.value() == Approx(3).epsilon(1e-14));
  CHECK(flat.standard_error.value() == Approx(0).scale(1).epsilon(1e-12));
}

TEST_CASE("Hajek: the oversampled tail, computed from the formulas") {
  const oversampled_tail::items drawn(oversampled_tail::baseline);
  const auto mean = ts::hajek_mean(drawn.values, drawn.inclusion, drawn.stratum);
  CHECK(mean.value.value() == rounds_to(".9516"));
  CHECK(mean.standard_error.value() == rounds_to(".0112668"));
  CHECK(mean.confidence().value().lower ==
        Approx(.9516 - 1.959963984540054 * .01126677598).epsilon(1e-9));
}

TEST_CASE("Hajek: what cannot be said is undefined") {
  const std::vector<double> y{1, 2, 3};
  CHECK(ts::hajek_mean({}, {}).value.why() == undefined_reason::no_items);
  CHECK(ts::hajek_mean(std::vector<double>{1, INFINITY}, std::vector<double>{.5, .5}).value.why() ==
        undefined_reason::non_finite_input);
  CHECK(ts::hajek_mean(y, std::vector<double>(3, 1e-309)).value.why() ==
        undefined_reason::non_finite_input); // the expanded items leave the range of double
  CHECK(ts::hajek_mean(std::vector<double>{5}, std::vector<double>{.5}).standard_error.why() ==
        undefined_reason::too_few_items);
  CHECK_THROWS_AS(
      (void)ts::hajek_mean(y, std::vector<double>{1, NAN, 1}), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::hajek_mean(y, std::vector<double>{1, 2, 1}), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::hajek_mean(y, std::vector<double>{1}), tailgate::shape_error);
}
