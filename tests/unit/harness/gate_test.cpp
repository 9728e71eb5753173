#include "../io/thrown.hpp"
#include "cells.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/stats/further_pairs.hpp>
#include <utility>
#include <vector>

using tailgate::breakdown;
using tailgate::declared_stratum;
using tailgate::gate;
using tailgate::gate_options;
using tailgate::judged_stratum;
using tailgate::judged_tier;
using tailgate::paired_summary;
using tailgate::stratum_key;
using tailgate::verdict;

namespace {

/// A loss breakdown whose items differ by `shift` +- `spread` in turn.
breakdown loss(const std::vector<std::pair<double, double>>& shift_and_spread, int items = 40,
    tailgate::stats::confidence_level at = level) {
  std::vector<declared_stratum> declared;
  std::vector<paired_summary> rows;
  for (const auto& [shift, spread] : shift_and_spread) {
    tailgate::next_token_loss metric;
    for (int i = 0; i < items; ++i)
      metric.observe(
          {"i" + std::to_string(i), "", 3.0, 3.0 + shift + (i % 2 == 0 ? spread : -spread)});
    declared.push_back({stratum_key{{"task", "s" + std::to_string(rows.size())}}, 1, 2});
    rows.push_back(metric.summary(at));
    rows.back().stratum = declared.back().key;
  }
  return breakdown::complete(declared, rows);
}

gate_options exact_match_at(double margin) {
  return {.alpha = 0.05, .metrics = {{"exact_match", margin, {}}}};
}
gate_options loss_at(double margin) {
  return {.alpha = 0.05, .metrics = {{"loss", margin, {}}}};
}

judged_tier judge(const std::vector<cell>& cells, double margin = 0.03) {
  return gate(exact_match_at(margin)).judge("int4", 4.25, {exact_match(cells)});
}

const judged_stratum& only(const judged_tier& tier) {
  REQUIRE(tier.metrics.size() == 1);
  REQUIRE(tier.metrics[0].strata.size() == 1);
  return tier.metrics[0].strata[0];
}

} // namespace

TEST_CASE("the reference cases of the gate at margin 0.03 and one-sided 95 %") {
  SUBCASE("30 gained, 28 lost of 2000: pass") {
    const auto tier = judge({{"a", 30, 28, 2000, 1000}});
    CHECK(only(tier).summary.confidence.value().lower == doctest::Approx(-0.005379).epsilon(1e-4));
    CHECK(only(tier).decision == verdict::pass);
    CHECK(only(tier).note.empty());
    CHECK_FALSE(only(tier).further_pairs.has_value());
    CHECK(tier.decision == verdict::pass);
    CHECK(tier.name == "int4");
    CHECK(tier.bits_per_weight == 4.25);
  }
  SUBCASE("6 gained, 9 lost of 150: inconclusive") {
    const auto tier = judge({{"a", 6, 9, 150, 100}});
    const auto& s = only(tier);
    CHECK(s.summary.confidence.value().lower == doctest::Approx(-0.066192).epsilon(1e-4));
    CHECK(s.summary.confidence.value().upper == doctest::Approx(0.024180).epsilon(1e-4));
    CHECK(s.decision == verdict::inconclusive);
    CHECK(tier.decision == verdict::inconclusive);
    const auto expected = tailgate::stats::further_pairs({135, 9, 6, 0}, 0.03).value();
    REQUIRE(s.further_pairs.has_value());
    CHECK(*s.further_pairs == expected);
  }
  SUBCASE("5 gained, 60 lost of 1000: fail") {
    const auto tier = judge({{"a", 5, 60, 1000, 600}});
    CHECK(only(tier).summary.confidence.value().upper == doctest::Approx(-0.042901).epsilon(1e-4));
    CHECK(only(tier).decision == verdict::fail);
    CHECK(only(tier).p_value.value() < 0.01);
    CHECK(only(tier).p_adjusted == only(tier).p_value); // a family of one
    CHECK(tier.decision == verdict::fail);
  }
  SUBCASE("zero flips in fifty pairs must not pass") {
    const auto tier = judge({{"a", 0, 0, 50, 40}});
    const auto& s = only(tier);
    CHECK(s.summary.confidence.value().lower == doctest::Approx(-0.051333).epsilon(1e-4));
    CHECK(s.summary.confidence.value().upper == doctest::Approx(0.051333).epsilon(1e-4));
    CHECK(s.decision == verdict::inconclusive);
    CHECK(tier.decision == verdict::inconclusive);
    CHECK(s.further_pairs.value() > 38); // 88 pairs would just touch the margin
  }
  SUBCASE("zero flips in ninety pairs pass, in ten clusters of nine they do not") {
    CHECK(judge({{"a", 0, 0, 90, 80}}).decision == verdict::pass);
    CHECK(judge({{"a", 0, 0, 90, 80, 1, 9}}).decision == verdict::inconclusive);
    CHECK(judge({{"a", 0, 0, 900, 800, 1, 90}}).decision == verdict::inconclusive);
  }
}

TEST_CASE("the further pairs are about enough") {
  const auto tier = judge({{"a", 6, 9, 150, 100}});
  const std::size_t growth = 1 + only(tier).further_pairs.value() / 150;
  CHECK(
      judge({{"a", 6 * growth, 9 * growth, 150 * growth, 100 * growth}}).decision == verdict::pass);
}

TEST_CASE("a population that hardly moves hides a stratum that fell by 28 points") {
  // Case C3: 250 of each; right with the baseline 240 225 200 180, with the candidate 239 221 170
  // 110; natural frequencies 90000 8000 1500 500.
  const auto tier = judge({{"prose", 2, 3, 250, 237, 90000}, {"code", 3, 7, 250, 218, 8000},
                              {"dates", 2, 32, 250, 168, 1500}, {"hex", 1, 71, 250, 109, 500}},
      0.05);
  const auto& strata = tier.metrics[0].strata;
  tier.metrics[0].result.population().read([](auto, const tailgate::aggregate_values& total) {
    CHECK(total.baseline.value() == doctest::Approx(0.9516));
    CHECK(total.candidate.value() == doctest::Approx(0.94352));
    CHECK(total.difference.value() == doctest::Approx(-0.00808));
    CHECK(total.confidence.value().lower > -0.03); // the mean alone would pass
    return 0;
  });
  CHECK(strata[0].decision == verdict::pass);
  CHECK(strata[1].decision == verdict::pass);
  CHECK(strata[2].decision == verdict::fail);
  CHECK(strata[3].decision == verdict::fail);
  CHECK(tier.decision == verdict::fail);
  REQUIRE(tier.worst.has_value());
  CHECK(tier.worst->stratum.name() == "task=hex");
  CHECK(tier.worst->metric == "exact_match");
  CHECK(tier.worst->difference == doctest::Approx(-0.28));
  CHECK(tier.masking_ratio.value() == doctest::Approx(0.28 / 0.00808));
}

TEST_CASE("Holm: damage that only the raw test shows is inconclusive, with a note") {
  // Alone its p-value is below alpha, times ten it is above.
  const cell damaged{"damaged", 5, 50, 1000, 800};
  const auto alone = judge({damaged});
  const double p = only(alone).p_value.value();
  REQUIRE(p < 0.05);
  REQUIRE(p > 0.005);
  CHECK(only(alone).decision == verdict::fail);

  std::vector<cell> cells{damaged};
  for (int i = 0; i < 9; ++i)
    cells.push_back({"harmless" + std::to_string(i), 30, 28, 2000, 1500});
  const auto tier = judge(cells);
  const auto& s = tier.metrics[0].strata[0];
  CHECK(s.p_value.value() == p);
  CHECK(s.p_adjusted.value() == doctest::Approx(10 * p));
  CHECK(s.decision == verdict::inconclusive);
  CHECK(s.note.find("adjusting") != std::string::npos);
  CHECK(tier.metrics[0].strata[1].decision == verdict::pass);
  CHECK(tier.decision == verdict::inconclusive);
}

TEST_CASE("Holm's family spans all gated metrics") {
  const cell damaged{"s0", 5, 53, 1000, 800};
  gate_options options = exact_match_at(0.03);
  options.metrics.push_back({"loss", 0.1, {}});
  const auto tier = gate(options).judge(
      "int4", 4, {loss({{0.0, 0.01}, {0.0, 0.01}, {0.0, 0.01}}), exact_match({damaged})});
  REQUIRE(tier.metrics.size() == 2);
  CHECK(tier.metrics[0].result.metric() == "exact_match"); // primary first, as the options say
  const auto& s = tier.metrics[0].strata[0];
  CHECK(s.p_adjusted.value() == doctest::Approx(4 * s.p_value.value()));
}

TEST_CASE("the floor: no pass where the baseline has nothing to lose") {
  const cell good{"good", 30, 28, 2000, 1500};
  SUBCASE("shown to be at the floor: left out") {
    const auto tier = judge({good, {"floor", 0, 0, 200, 0}});
    CHECK(tier.metrics[0].strata[1].decision == verdict::uninformative);
    CHECK(tier.metrics[0].strata[1].note.find("floor") != std::string::npos);
    CHECK(tier.decision == verdict::pass);
  }
  SUBCASE("a tier of uninformative strata is not a pass") {
    const auto tier = judge({{"floor", 0, 0, 200, 0}});
    CHECK(tier.decision == verdict::inconclusive);
    CHECK_FALSE(tier.worst.has_value());
    CHECK_FALSE(tier.masking_ratio.defined());
  }
  SUBCASE("accuracy at the floor, not shown to be below it: left out as well") {
    const auto tier = judge({good, {"at", 0, 0, 200, 20}}); // 20 of 200 is exactly 0.10
    CHECK(tier.metrics[0].strata[1].decision == verdict::uninformative);
    CHECK(tier.decision == verdict::pass);
  }
  SUBCASE("just above the floor the test decides") {
    CHECK(judge({{"above", 0, 0, 200, 21}}).decision == verdict::pass);
  }
  SUBCASE("damage at the floor is a fail all the same") {
    const auto tier = judge({{"fell", 0, 75, 1000, 0}}); // 0.075, below the floor
    CHECK(only(tier).decision == verdict::fail);
  }
  SUBCASE("clusters do not change the floor") {
    CHECK(only(judge({{"floor", 0, 0, 200, 0, 1, 20}})).decision == verdict::uninformative);
  }
  SUBCASE("the floor is the caller's to set") {
    auto options = exact_match_at(0.03);
    options.metrics[0].floor = 0.25;
    const auto tier =
        gate(options).judge("int4", 4, {exact_match({{"four choices", 20, 20, 2000, 430}})});
    CHECK(only(tier).decision == verdict::uninformative);
  }
}

TEST_CASE("the ceiling: no pass where both models answer everything right") {
  const cell good{"good", 30, 28, 2000, 1500};
  SUBCASE("enough items to rule out a loss: left out") {
    const auto tier = judge({good, {"easy", 0, 0, 200, 200}});
    const auto& s = tier.metrics[0].strata[1];
    CHECK(s.decision == verdict::uninformative);
    CHECK(s.note == "both models are at the ceiling: too easy to show damage");
    CHECK_FALSE(s.further_pairs.has_value());
    CHECK(tier.decision == verdict::pass);
  }
  SUBCASE("too few items to rule out a loss: left out, but the tier stays open") {
    const auto tier = judge({good, {"easy", 0, 0, 50, 50}});
    const auto& s = tier.metrics[0].strata[1];
    CHECK(s.decision == verdict::uninformative);
    CHECK(s.further_pairs.value() > 38);
    CHECK(tier.decision == verdict::inconclusive);
  }
  SUBCASE("alone it is not a pass, however many items") {
    CHECK(judge({{"easy", 0, 0, 20000, 20000}}).decision == verdict::inconclusive);
  }
  SUBCASE("one item below the ceiling is enough for the test to decide") {
    CHECK(judge({{"easy", 0, 0, 200, 199}}).decision == verdict::pass);
    CHECK(only(judge({{"easy", 1, 0, 200, 199}})).decision == verdict::pass); // the baseline missed
    CHECK(only(judge({{"easy", 0, 1, 200, 199}})).decision == verdict::pass); // the candidate did
  }
  SUBCASE("the ceiling is the caller's to set, and to switch off") {
    auto options = exact_match_at(0.03);
    options.metrics[0].ceiling = 0.95;
    const auto low =
        gate(options).judge("int4", 4, {exact_match({good, {"easy", 2, 2, 1000, 950}})});
    CHECK(low.metrics[0].strata[1].decision == verdict::uninformative);
    const auto damaged =
        gate(options).judge("int4", 4, {exact_match({{"easy", 0, 49, 1000, 951}})});
    CHECK(only(damaged).decision == verdict::fail); // from 1.000 to 0.951, both above the ceiling
    options.metrics[0].ceiling = 2;
    CHECK(
        only(gate(options).judge("int4", 4, {exact_match({{"easy", 0, 0, 200, 200}})})).decision ==
        verdict::pass);
  }
  SUBCASE("a metric of other values has no ceiling") {
    CHECK(only(gate(loss_at(0.05)).judge("int8", 8, {loss({{0.0, 0.01}})})).decision ==
          verdict::pass);
  }
}

TEST_CASE("missing items: never a pass, never left out, but a fail when damage shows") {
  const auto with_missing = [](const cell& c) {
    const breakdown complete = exact_match({c});
    auto row = complete.strata()[0];
    row.missing_items = 3;
    const std::vector<declared_stratum> declared{{row.stratum, 1, 2}};
    return gate(exact_match_at(0.03)).judge("int4", 4, {breakdown::complete(declared, {row})});
  };
  const auto note = "3 items are missing in one of the runs: never a pass";
  for (const cell& c : {cell{"fine", 30, 28, 2000, 1000}, cell{"floor", 0, 0, 200, 0},
           cell{"ceiling", 0, 0, 200, 200}}) {
    const auto tier = with_missing(c);
    CHECK(only(tier).decision == verdict::inconclusive);
    CHECK(only(tier).note == note);
    CHECK(tier.decision == verdict::inconclusive);
  }
  const auto wide = with_missing({"wide", 6, 9, 150, 100});
  CHECK(only(wide).further_pairs.has_value());
  const auto damaged = with_missing({"damaged", 5, 60, 1000, 600});
  CHECK(only(damaged).decision == verdict::fail);
  CHECK(only(damaged).note == note);
}

TEST_CASE("lower is better: a higher loss is the damage") {
  const auto decision = [](double shift, double spread) {
    return only(gate(loss_at(0.05)).judge("int4", 4, {loss({{shift, spread}})})).decision;
  };
  CHECK(decision(-0.2, 0.05) == verdict::pass);
  CHECK(decision(0.0, 0.05) == verdict::pass);
  CHECK(decision(0.2, 0.05) == verdict::fail);
  CHECK(decision(0.04, 0.2) == verdict::inconclusive);
  const auto tier = gate(loss_at(0.05)).judge("int4", 4, {loss({{0.2, 0.05}, {0.1, 0.05}})});
  CHECK(tier.worst->stratum.name() == "task=s0");
  CHECK(tier.masking_ratio.value() == doctest::Approx(0.2 / 0.15));
}

TEST_CASE("the p-value and the interval agree about the margin") {
  for (const double margin : {0.01, 0.03, 0.0429, 0.0430, 0.06})
    for (const cell& c :
        std::vector<cell>{{"a", 5, 60, 1000, 600}, {"b", 1, 60, 1000, 600, 1, 20}}) {
      const auto tier = judge({c}, margin);
      const auto& s = only(tier);
      CHECK((s.summary.confidence.value().upper < -margin) == (s.p_value.value() < 0.05));
    }
}

TEST_CASE("no interval, no verdict") {
  const auto equal = gate(loss_at(0.05)).judge("int8", 8, {loss({{0.0, 0.0}})});
  CHECK(only(equal).decision == verdict::inconclusive);
  CHECK(only(equal).note == "no interval: zero variance");
  CHECK_FALSE(only(equal).p_value.defined());
  const auto one_cluster = judge({{"a", 5, 200, 400, 100, 1, 400}});
  CHECK(only(one_cluster).decision == verdict::inconclusive);
  CHECK(only(one_cluster).note == "no interval: only one cluster");
}

TEST_CASE("metrics without a margin are reported, not judged") {
  tailgate::kl_divergence metric;
  metric.observe({"a", "", 2});
  metric.observe({"b", "", 3});
  auto row = metric.summary(level);
  row.stratum = stratum_key{{"task", "a"}};
  const std::vector<declared_stratum> declared{{row.stratum, 1, 2}};
  const auto tier =
      gate(exact_match_at(0.03))
          .judge("int4", 4,
              {breakdown::complete(declared, {row}), exact_match({{"a", 30, 28, 2000, 1000}})});
  CHECK(tier.decision == verdict::pass);
  REQUIRE(tier.metrics.size() == 2);
  CHECK(tier.metrics[1].result.metric() == "kl_divergence");
  CHECK(tier.metrics[1].strata[0].decision == verdict::not_gated);
  CHECK_FALSE(tier.metrics[1].strata[0].p_value.defined());
}

TEST_CASE("a stratum can have a margin of its own") {
  auto options = exact_match_at(0.03);
  options.metrics[0].stratum_margins = {{stratum_key{{"task", "b"}}, 0.10}};
  const auto tier = gate(options).judge(
      "int4", 4, {exact_match({{"a", 5, 60, 1000, 600}, {"b", 5, 60, 1000, 600}})});
  CHECK(tier.metrics[0].strata[0].decision == verdict::fail);
  CHECK(tier.metrics[0].strata[1].decision == verdict::pass);
  CHECK(tier.metrics[0].strata[1].margin == 0.10);
}

TEST_CASE("options that make no gate are refused") {
  const double nan = std::nan("");
  const auto number = [](const gate_options& options) {
    return thrown_by<tailgate::argument_error>([&] { gate g(options); }).number;
  };
  for (const double alpha : {0.0, 0.5, -0.1, nan}) {
    auto options = exact_match_at(0.03);
    options.alpha = alpha;
    CHECK(number(options) == 450);
  }
  for (const double margin : {0.0, -0.03, nan, std::numeric_limits<double>::infinity()})
    CHECK(number(exact_match_at(margin)) == 451);
  auto options = exact_match_at(0.03);
  SUBCASE("a metric twice") {
    options.metrics.push_back(options.metrics[0]);
    CHECK(number(options) == 452);
  }
  SUBCASE("a stratum twice") {
    options.metrics[0].stratum_margins = {
        {stratum_key{{"task", "b"}}, 0.1}, {stratum_key{{"task", "b"}}, 0.2}};
    CHECK(number(options) == 452);
  }
  SUBCASE("a stratum's margin") {
    options.metrics[0].stratum_margins = {{stratum_key{{"task", "b"}}, 0}};
    CHECK(number(options) == 451);
  }
  SUBCASE("no metric") {
    options.metrics.clear();
    CHECK(number(options) == 457);
  }
  SUBCASE("ceiling") {
    for (const double ceiling : {0.10, 0.0, nan, std::numeric_limits<double>::infinity()}) {
      options.metrics[0].ceiling = ceiling; // the floor is 0.10
      CHECK(number(options) == 460);
    }
    options.metrics[0].ceiling = 2;
    CHECK(number(options) == 0);
  }
  SUBCASE("floor") {
    for (const double floor : {-0.1, 1.0, nan}) {
      options.metrics[0].floor = floor;
      CHECK(number(options) == 458);
    }
  }
}

TEST_CASE("results that do not fit the gate are refused") {
  const gate g(exact_match_at(0.03));
  const auto refused = [](const gate& by, std::vector<breakdown> results) {
    return thrown_by<tailgate::error>([&] { (void)by.judge("int4", 4, std::move(results)); });
  };
  const auto fine = exact_match({{"a", 1, 1, 50, 40}});
  CHECK(refused(g, {loss({{0.1, 0.1}})}).number == 453);
  CHECK(refused(g, {}).number == 453);
  CHECK(refused(g, {fine, fine}).number == 455);
  const auto other_level = refused(
      gate(loss_at(0.05)), {loss({{0.1, 0.1}}, 40, tailgate::stats::confidence_level(0.95))});
  CHECK(other_level.number == 454);
  CHECK(other_level.says("confidence_level()"));

  auto options = exact_match_at(0.03);
  options.metrics[0].stratum_margins = {{stratum_key{{"task", "zzz"}}, 0.1}};
  const auto unknown = refused(gate(options), {fine});
  CHECK(unknown.number == 456);
  CHECK(unknown.says("task=zzz"));
  CHECK(refused(gate(exact_match_at(1.0)), {fine}).number == 451);

  auto row = fine.strata()[0];
  row.design_effect = tailgate::undefined_reason::not_measured;
  const std::vector<declared_stratum> declared{{row.stratum, 1, 2}};
  CHECK(refused(g, {breakdown::complete(declared, {row})}).number == 459);
}
