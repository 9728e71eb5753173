#include "../io/thrown.hpp"

#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <vector>

using tailgate::declared_stratum;
using tailgate::exact_match;
using tailgate::stratified;
using tailgate::stratum_key;

namespace {

const stratum_key prose{{"task", "prose"}};
const stratum_key hex{{"task", "hex"}};
const std::vector<declared_stratum> declared{{prose, 98, 2}, {hex, 2, 3}};
const auto level = tailgate::stats::confidence_level::one_sided(0.05);

} // namespace

TEST_CASE("items reach their stratum and come out as a complete breakdown") {
  stratified<exact_match> metric(declared);
  for (int i = 0; i < 10; ++i) {
    metric.observe(prose, {"p" + std::to_string(i), "", true, true});
    metric.observe(hex, {"h" + std::to_string(i), "", true, i > 6});
  }
  const auto result = metric.result(level);
  CHECK(result.metric() == "exact_match");
  CHECK(result.confidence_level() == doctest::Approx(0.9));
  CHECK(result.stratum(prose).difference.value() == 0);
  CHECK(result.stratum(hex).difference.value() == doctest::Approx(-0.7));
  CHECK(result.stratum(hex).weight == doctest::Approx(0.02));
  result.population().read([](auto, const tailgate::aggregate_values& total) {
    CHECK(total.difference.value() == doctest::Approx(-0.014));
    // The stratum without a flip has a standard error of 0 and still widens the interval.
    CHECK(total.confidence.value().lower < -0.2);
    return 0;
  });
}

TEST_CASE("a stratum that was not measured enough is no result") {
  stratified<exact_match> metric(declared);
  for (int i = 0; i < 2; ++i) {
    metric.observe(prose, {"p" + std::to_string(i), "", true, true});
    metric.observe(hex, {"h" + std::to_string(i), "", true, true});
  }
  const auto small = thrown_by<tailgate::incomplete_error>([&] { (void)metric.result(level); });
  CHECK(small.number == 351);
  CHECK(small.says("task=hex"));
  const auto stray = thrown_by<tailgate::argument_error>([&] {
    metric.observe(stratum_key{{"task", "code"}}, {"c", "", true, true});
  });
  CHECK(stray.number == 352);
  CHECK(stray.says("task=code"));
}

TEST_CASE("wrong declarations are refused before anything is measured") {
  const auto declare = [](std::vector<declared_stratum> strata) {
    return thrown_by<tailgate::argument_error>([&] { stratified<exact_match> m(strata); }).number;
  };
  CHECK(declare({}) == 355);
  CHECK(declare({{prose, 1, 2}, {prose, 1, 2}}) == 353);
  CHECK(declare({{prose, -1, 2}}) == 354);
}

TEST_CASE("shards of one declaration merge, others do not") {
  stratified<tailgate::next_token_loss> all(declared), first(declared), second(declared);
  for (int i = 0; i < 20; ++i) {
    const tailgate::paired_loss item{"i" + std::to_string(i), "", 2.0, 2.0 + 0.01 * i * i};
    all.observe(i % 2 == 0 ? prose : hex, item);
    (i < 7 ? first : second).observe(i % 2 == 0 ? prose : hex, item);
  }
  second.merge(first);
  std::ostringstream a, b;
  a << all.result(level).population();
  b << second.result(level).population();
  CHECK(a.str() == b.str());
  CHECK(thrown_by<tailgate::argument_error>([&] { second.merge(first); }).number == 361);
  const stratified<tailgate::next_token_loss> other({{prose, 98, 2}, {hex, 3, 3}});
  CHECK(thrown_by<tailgate::argument_error>([&] { second.merge(other); }).number == 363);
}
