#include "rounds_to.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/cochran_q.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("Cochran's Q and I^2: two estimates by hand") {
  // Weights 1 and 4: pooled (0 + 4 * 5) / 5 = 4; Q = 16 + 4 = 20; I^2 = 19 / 20.
  const auto result = ts::cochran_q(std::vector<double>{0, 5}, std::vector<double>{1, .5}).value();
  CHECK(result.pooled == Approx(4));
  CHECK(result.q == Approx(20));
  CHECK(result.degrees_of_freedom == 1);
  CHECK(result.p_value == Approx(std::erfc(std::sqrt(10.0))).epsilon(1e-12));
  CHECK(result.i_squared == Approx(.95));
  const std::vector<double> same{2, 2, 2};
  CHECK(ts::cochran_q(same, same).value().i_squared == 0.0);
  CHECK(ts::cochran_q(same, same).value().p_value == 1.0);
  CHECK(ts::cochran_q(std::vector<double>{1}, std::vector<double>{1}).why() ==
        undefined_reason::too_few_items);
  CHECK(ts::cochran_q(same, std::vector<double>{1, 0, 1}).why() == undefined_reason::zero_variance);
  CHECK_THROWS_AS((void)ts::cochran_q(same, {}), tailgate::shape_error);
}

TEST_CASE("Cochran's Q and I^2: nine laboratories as in statsmodels' tests (values of metafor)") {
  const std::vector<double> y{61, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9};
  std::vector<double> s{.2025, 1.21, .09, .2025, .3844, .5625, .0676, .0225, 1.8225};
  std::transform(
      s.begin(), s.end(), s.begin(), [](double variance) { return std::sqrt(variance); });
  const auto result = ts::cochran_q(y, s).value();
  CHECK(result.pooled == rounds_to("62.5833970939982"));
  CHECK(result.q == rounds_to("24.801897742"));     // metafor's further digits are its rounding
  CHECK(result.q == rounds_to("24.8018977417482")); // mpmath
  CHECK(result.p_value == rounds_to(".001679351464"));
  CHECK(100 * result.i_squared == rounds_to("67.74440374"));
}

TEST_CASE("Cochran's Q and I^2: seventeen log odds ratios as in statsmodels' tests (R's meta)") {
  const std::vector<double> y{2.70805020110221, 1.25672336971146, 0.374938517449009,
      1.65822807660353, 0.784954729813068, 0.361663949151077, 0.575364144903562, 0.250542525502324,
      0.650587566141149, 0.0918075492531229, 0.273865253802803, 0.485755524477543,
      0.182321556793955, 0.980829253011726, 1.31218638896617, -0.259511195485085,
      0.138402322859119};
  const std::vector<double> s{1.1130538571376, 0.505568465186247, 0.390847133738078,
      0.680511012471685, 0.434831536798166, 0.26249802054503, 0.490562645746402, 0.376864733063505,
      0.529771411128472, 0.458411099840008, 0.193159187510219, 0.206827050443269, 0.441477021807833,
      0.713624032148063, 1.18251919576455, 0.604874380241894, 0.329592099997789};
  const auto result = ts::cochran_q(y, s).value();
  CHECK(result.pooled == rounds_to(".428036725396544"));
  CHECK(result.q == rounds_to("16.181374262823"));
  CHECK(result.p_value == rounds_to(".440375456698129"));
  CHECK(
      result.i_squared == Approx(.0112088293538659).scale(0).epsilon(1e-10)); // a small difference
}

TEST_CASE("Cochran's Q: what cannot be said is undefined") {
  const std::vector<double> two{1, 2};
  // Weights or squares outside the range of double.
  CHECK(ts::cochran_q(two, std::vector<double>{1e-200, 1e-200}).why() ==
        undefined_reason::non_finite_input);
  CHECK(ts::cochran_q(std::vector<double>{1e200, -1e200}, two).why() ==
        undefined_reason::non_finite_input);
  CHECK(ts::cochran_q({}, {}).why() == undefined_reason::no_items);
  CHECK(
      ts::cochran_q(std::vector<double>{1, NAN}, two).why() == undefined_reason::non_finite_input);
  CHECK(
      ts::cochran_q(two, std::vector<double>{NAN, 1}).why() == undefined_reason::non_finite_input);
}
