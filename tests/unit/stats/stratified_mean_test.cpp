#include "oversampled_tail.hpp"
#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/stratified_mean.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::stratum_sample;

TEST_CASE("stratified mean: R survey's apistrat") {
  const std::vector<stratum_sample> strata{{4421, 100, 674.43, 125.2494283},
      {755, 50, 625.82, 109.3027419}, {1018, 50, 636.6, 117.5791527}};
  const auto result = ts::stratified_mean(strata);
  // The package weights by 44.21 and 15.1 in single precision and the deviations above have ten
  // digits, which bounds how far the printed digits can agree.
  CHECK(result.inference.mean.value() == Approx(662.287363159).scale(0).epsilon(1e-9));
  CHECK(result.inference.standard_error.value() == Approx(9.40894080278).scale(0).epsilon(1e-8));
  CHECK(result.design_effect.value() == rounds_to("1.20446"));
  CHECK(result.inference.degrees_of_freedom == 197);
}

TEST_CASE("stratified mean: an oversampled tail, computed from the formulas") {
  const auto before =
      ts::stratified_mean(oversampled_tail::strata(oversampled_tail::baseline)).inference;
  const auto after =
      ts::stratified_mean(oversampled_tail::strata(oversampled_tail::candidate)).inference;
  CHECK(before.mean.value() == rounds_to(".9516"));
  CHECK(after.mean.value() == rounds_to(".94352"));
  CHECK(after.mean.value() - before.mean.value() == rounds_to("-.00808"));
  CHECK(before.standard_error.value() == rounds_to(".0112668"));
  CHECK(after.standard_error.value() == rounds_to(".0117976"));
  double naive = 0;
  for (const auto& stratum : oversampled_tail::strata(oversampled_tail::baseline))
    naive += stratum.mean / 4;
  CHECK(naive == Approx(.845)); // what counting right answers would have said
}

TEST_CASE("stratified mean: a stratum drawn wholly adds no variance, a hole is never zero") {
  const std::vector<stratum_sample> whole{{4, 4, 2, 1}, {3, 3, 5, 2}};
  CHECK(ts::stratified_mean(whole).inference.standard_error.value() == 0.0);
  CHECK(ts::stratified_mean(whole).inference.confidence().why() == undefined_reason::zero_variance);
  const std::vector<stratum_sample> single{{400, 40, 2, 1}, {3, 1, 5, 0}};
  CHECK(ts::stratified_mean(single).inference.mean.defined());
  CHECK(ts::stratified_mean(single).inference.standard_error.why() ==
        undefined_reason::too_few_items);
  const std::vector<stratum_sample> hole{{400, 40, 2, 1}, {3, 0, 0, 0}};
  CHECK(ts::stratified_mean(hole).inference.mean.why() == undefined_reason::no_items);
  CHECK(ts::stratified_mean({}).inference.mean.why() == undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::stratified_mean(std::vector<stratum_sample>{{3, 4, 1, 1}}),
      tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::stratified_mean(std::vector<stratum_sample>{{9, 4, NAN, 1}}),
      tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::stratified_mean(std::vector<stratum_sample>{{9, 4, 1, NAN}}),
      tailgate::argument_error);
  const auto endless = ts::stratified_mean(std::vector<stratum_sample>{{9, 4, INFINITY, 1}});
  CHECK(endless.inference.mean.why() == undefined_reason::non_finite_input);
  const auto wide = ts::stratified_mean(std::vector<stratum_sample>{{9, 4, 2, 1e200}});
  CHECK(wide.inference.mean.value() == 2.0);
  CHECK(wide.inference.standard_error.why() == undefined_reason::non_finite_input);
  CHECK(wide.design_effect.why() == undefined_reason::non_finite_input);
}

TEST_CASE("stratum samples of values and of proportions agree") {
  const auto a = stratum_sample::of_values(90, std::vector<double>{1, 0, 1, 1});
  const auto b = stratum_sample::of_proportion(90, 4, 3);
  CHECK(a.mean == b.mean);
  CHECK(a.standard_deviation == Approx(b.standard_deviation).epsilon(1e-14));
  CHECK_THROWS_AS((void)stratum_sample::of_proportion(9, 2, 3), tailgate::argument_error);
}

TEST_CASE("stratified mean: three small strata, by Python's fractions") {
  const std::vector<stratum_sample> strata{
      stratum_sample::of_values(40, std::vector<double>{3, 5, 8, 6}),
      stratum_sample::of_values(25, std::vector<double>{10, 14, 9}),
      stratum_sample::of_values(7, std::vector<double>{20, 31})};
  const auto result = ts::stratified_mean(strata);
  CHECK(result.inference.mean.value() == rounds_to("9.3541666666667"));
  CHECK(result.inference.standard_error.value() == rounds_to(".86759246906991"));
  CHECK(result.design_effect.value() == rounds_to(".16824443545060"));
  CHECK(result.inference.degrees_of_freedom == 6);
}
