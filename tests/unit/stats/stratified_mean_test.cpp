#include <doctest/doctest.h>
#include <tailgate/stats/effective_sample_size.hpp>
#include <tailgate/stats/hajek.hpp>
#include <tailgate/stats/horvitz_thompson.hpp>
#include <tailgate/stats/stratified_mean.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::stratum_sample;

namespace {

constexpr std::uint64_t population[] = {90000, 8000, 1500, 500};
constexpr std::uint64_t baseline[] = {240, 225, 200, 180};
constexpr std::uint64_t candidate[] = {239, 221, 170, 110};

std::vector<stratum_sample> proportions(const std::uint64_t (&right)[4]) {
  std::vector<stratum_sample> strata;
  for (std::size_t h = 0; h < 4; ++h)
    strata.push_back(stratum_sample::of_proportion(population[h], 250, right[h]));
  return strata;
}

/// The same sample item by item: values, inclusion probabilities, strata.
struct items {
  std::vector<double> values, inclusion;
  std::vector<std::uint64_t> stratum;
  explicit items(const std::uint64_t (&right)[4]) {
    for (std::size_t h = 0; h < 4; ++h)
      for (std::uint64_t i = 0; i < 250; ++i) {
        values.push_back(i < right[h] ? 1 : 0);
        inclusion.push_back(250 / static_cast<double>(population[h]));
        stratum.push_back(h);
      }
  }
};

} // namespace

TEST_CASE("stratified mean: R survey's apistrat") {
  const std::vector<stratum_sample> strata{{4421, 100, 674.43, 125.2494283},
      {755, 50, 625.82, 109.3027419}, {1018, 50, 636.6, 117.5791527}};
  const auto result = ts::stratified_mean(strata);
  CHECK(result.inference.mean.value() == Approx(662.287363159).epsilon(1e-9));
  CHECK(result.inference.standard_error.value() == Approx(9.40894080278).epsilon(2e-8));
  CHECK(result.design_effect.value() == Approx(1.20446).epsilon(3e-6));
  CHECK(result.inference.degrees_of_freedom == 197);
}

TEST_CASE("stratified mean: an oversampled tail, computed from the formulas") {
  const auto before = ts::stratified_mean(proportions(baseline)).inference;
  const auto after = ts::stratified_mean(proportions(candidate)).inference;
  CHECK(before.mean.value() == Approx(.9516).epsilon(1e-12));
  CHECK(after.mean.value() == Approx(.94352).epsilon(1e-12));
  CHECK(after.mean.value() - before.mean.value() == Approx(-.00808).epsilon(1e-10));
  CHECK(before.standard_error.value() == Approx(.0112668).epsilon(3e-6));
  CHECK(after.standard_error.value() == Approx(.0117976).epsilon(3e-6));
}

TEST_CASE("Horvitz-Thompson and Hajek: the oversampled tail item by item") {
  const items drawn(baseline);
  const auto total = ts::horvitz_thompson_total(drawn.values, drawn.inclusion, drawn.stratum);
  CHECK(total.value.value() == Approx(95160).epsilon(1e-12));
  CHECK(total.standard_error.value() == Approx(1126.68).epsilon(3e-6));
  const auto mean = ts::hajek_mean(drawn.values, drawn.inclusion, drawn.stratum);
  CHECK(mean.value.value() == Approx(.9516).epsilon(1e-12));
  CHECK(mean.standard_error.value() == Approx(.0112668).epsilon(3e-6));
  CHECK(mean.confidence().value().lower ==
        Approx(.9516 - 1.959963984540054 * .01126677598).epsilon(1e-9));

  std::vector<double> weights;
  double naive = 0;
  for (std::size_t i = 0; i < drawn.values.size(); ++i) {
    weights.push_back(1 / drawn.inclusion[i]);
    naive += drawn.values[i] / 1000;
  }
  CHECK(naive == Approx(.845)); // what counting right answers would have said
  CHECK(ts::kish_effective_sample_size(weights).value() == Approx(306.1287).epsilon(1e-7));
}

TEST_CASE("Horvitz-Thompson total and Hajek mean: five items of unequal probability") {
  const std::vector<double> y{1, 0, 1, 1, 0};
  const std::vector<double> pi{.1, .2, .5, .5, .05};
  CHECK(ts::horvitz_thompson_total(y, pi).value.value() == Approx(14).epsilon(1e-14));
  CHECK(ts::hajek_mean(y, pi).value.value() == Approx(.3589744).epsilon(1e-7));
  const std::vector<double> constant(5, 3.0);
  const auto flat = ts::hajek_mean(constant, pi);
  CHECK(flat.value.value() == Approx(3).epsilon(1e-14));
  CHECK(flat.standard_error.value() == Approx(0).scale(1).epsilon(1e-12));
}

TEST_CASE("a stratum drawn wholly adds no variance; one item of many has none to give") {
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

  const std::vector<double> y{1, 2, 3};
  const std::vector<double> certain{1, 1, 1};
  CHECK(ts::horvitz_thompson_total(y, certain).standard_error.value() == 0.0);
  CHECK(
      ts::horvitz_thompson_total(y, certain).confidence().why() == undefined_reason::zero_variance);
  CHECK(ts::horvitz_thompson_total(
            y, std::vector<double>{1, .5, 1}, std::vector<std::uint64_t>{0, 1, 0})
            .standard_error.why() == undefined_reason::too_few_items);
  CHECK(ts::hajek_mean({}, {}).value.why() == undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::hajek_mean(y, std::vector<double>{1, 0, 1}), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::hajek_mean(y, std::vector<double>{1}), tailgate::shape_error);
}

TEST_CASE("stratum samples of values and of proportions agree") {
  const auto a = stratum_sample::of_values(90, std::vector<double>{1, 0, 1, 1});
  const auto b = stratum_sample::of_proportion(90, 4, 3);
  CHECK(a.mean == b.mean);
  CHECK(a.standard_deviation == Approx(b.standard_deviation).epsilon(1e-14));
  CHECK_THROWS_AS((void)stratum_sample::of_proportion(9, 2, 3), tailgate::argument_error);
}

TEST_CASE("Kish: equal weights lose nothing") {
  CHECK(ts::kish_effective_sample_size(std::vector<double>(7, 0.3)).value() == Approx(7));
  CHECK(ts::kish_effective_sample_size({}).why() == undefined_reason::no_items);
  CHECK(ts::kish_effective_sample_size(std::vector<double>{0, 0}).why() ==
        undefined_reason::zero_weight);
  CHECK_THROWS_AS(
      (void)ts::kish_effective_sample_size(std::vector<double>{-1}), tailgate::argument_error);
}
