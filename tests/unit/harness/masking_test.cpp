#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/masking.hpp>
#include <utility>
#include <vector>

using tailgate::judged_stratum;
using tailgate::verdict;

namespace {

/// Strata of equal frequency with the given differences.
tailgate::judged_metric metric(
    const std::vector<double>& differences, tailgate::better direction = tailgate::better::higher) {
  std::vector<tailgate::declared_stratum> declared;
  std::vector<tailgate::paired_summary> rows;
  for (const double d : differences) {
    declared.push_back({tailgate::stratum_key{{"s", std::to_string(rows.size())}}, 1, 1});
    rows.emplace_back();
    rows.back().stratum = declared.back().key;
    rows.back().direction = direction;
    rows.back().items = rows.back().clusters = 10;
    rows.back().difference = d;
  }
  tailgate::judged_metric result{tailgate::breakdown::complete(declared, rows), {}};
  for (const auto& row : result.result.strata()) {
    result.strata.emplace_back();
    result.strata.back().summary = row;
  }
  return result;
}

} // namespace

TEST_CASE("the worst loss over the mean loss") {
  const auto m = metric({-0.01, -0.3, 0.01, -0.1});
  const auto worst = tailgate::find_worst(m.strata);
  REQUIRE(worst.has_value());
  CHECK(worst->stratum.name() == "s=1");
  CHECK(worst->difference == -0.3);
  CHECK(tailgate::masking_ratio(m.result, worst).value() == doctest::Approx(3.0));
}

TEST_CASE("an even loss masks nothing") {
  const auto m = metric({0.2, 0.2}, tailgate::better::lower);
  const auto worst = tailgate::find_worst(m.strata);
  CHECK(worst->stratum.name() == "s=0");
  CHECK(tailgate::masking_ratio(m.result, worst).value() == doctest::Approx(1.0));
}

TEST_CASE("a mean that rose has no ratio") {
  for (const auto& m : {metric({0.3, -0.3}), metric({0.5, -0.3})}) {
    const auto worst = tailgate::find_worst(m.strata);
    CHECK(worst->difference == -0.3);
    CHECK(tailgate::masking_ratio(m.result, worst).why() == tailgate::undefined_reason::no_loss);
  }
}

TEST_CASE("uninformative and undefined strata are not the worst") {
  auto m = metric({-0.01, -0.3, -0.2});
  m.strata[1].decision = verdict::uninformative;
  CHECK(tailgate::find_worst(m.strata)->stratum.name() == "s=2");
  m.strata[2].summary.difference = tailgate::undefined_reason::no_items;
  CHECK(tailgate::find_worst(m.strata)->stratum.name() == "s=0");
  m.strata[0].decision = verdict::uninformative;
  CHECK_FALSE(tailgate::find_worst(m.strata).has_value());
  CHECK(tailgate::masking_ratio(m.result, std::nullopt).why() ==
        tailgate::undefined_reason::not_measured);
}
