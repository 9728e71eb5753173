#include "../io/thrown.hpp"

#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/harness/sequential_gate.hpp>
#include <tailgate/stats/e_holm.hpp>
#include <vector>

using tailgate::sequential_gate;
using tailgate::sequential_options;
using tailgate::sequential_state;
using tailgate::stratum_key;
using tailgate::verdict;
using tailgate::stats::paired_counts;

namespace {

stratum_key task(const std::string& name) {
  return stratum_key{{"task", name}};
}

sequential_options plan(std::vector<std::string> names, double margin = 0.05) {
  sequential_options options;
  options.gate.metrics = {{"exact_match", margin, {}}};
  for (const std::string& name : names)
    options.strata.push_back(task(name));
  return options;
}

/// The state after one look at tables of single items, in the order of the strata.
sequential_state one_look(
    const sequential_options& options, const std::vector<paired_counts>& tables) {
  sequential_gate gate(options);
  for (std::size_t i = 0; i < tables.size(); ++i)
    gate.observe_items("exact_match", options.strata[i], tables[i]);
  return gate.look();
}

} // namespace

TEST_CASE("sequential gate: a look is e-Holm of the strata's e-values, and e_pass alone") {
  const auto options = plan({"copy", "hex", "list"});
  const std::vector<paired_counts> tables{{70, 20, 1, 9}, {300, 1, 1, 20}, {80, 6, 2, 12}};
  const sequential_state state = one_look(options, tables);
  const tailgate::stats::margin_e_value bets(0.05);
  std::vector<double> e;
  for (const paired_counts& table : tables)
    e.push_back(std::exp(bets.of(table).log_damage));
  const auto adjusted = tailgate::stats::e_holm_adjust(e);
  REQUIRE(state.strata.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(state.strata[i].stratum == options.strata[i]);
    CHECK(state.strata[i].counts == tables[i]);
    CHECK(state.strata[i].exposure == tables[i].total());
    CHECK(state.strata[i].adjusted_damage == doctest::Approx(adjusted[i]).epsilon(1e-12));
    CHECK(state.strata[i].peak_non_inferiority ==
          doctest::Approx(std::max(0.0, bets.of(tables[i]).log_non_inferiority)).epsilon(1e-12));
  }
  CHECK(state.strata[0].decision == verdict::fail);
  CHECK(state.strata[1].decision == verdict::pass);
  CHECK(state.strata[2].decision == verdict::inconclusive);
  CHECK(state.decision == verdict::fail);
  CHECK(state.may_stop);
  CHECK(state.draw_more.empty());
}

TEST_CASE("sequential gate: a tier passes when every informative stratum does") {
  const auto options = plan({"copy", "hex", "floor"});
  const paired_counts fine{280, 2, 2, 16}, open{100, 2, 2, 16}, floor{3, 1, 0, 96};
  const sequential_state waiting = one_look(options, {fine, open, floor});
  CHECK(waiting.decision == verdict::inconclusive);
  CHECK_FALSE(waiting.may_stop);
  CHECK(waiting.draw_more == std::vector{task("hex")});
  CHECK(waiting.strata[2].decision == verdict::uninformative);
  const sequential_state done = one_look(options, {fine, fine, floor});
  CHECK(done.decision == verdict::pass);
  CHECK(done.may_stop);
  // Without an informative stratum there is nothing to pass on, and nothing to wait for.
  const sequential_state nothing = one_look(options, {floor, floor, floor});
  CHECK(nothing.decision == verdict::inconclusive);
  CHECK(nothing.may_stop);
}

TEST_CASE("sequential gate: zero flips in fifty pairs do not pass, nor do too few pairs") {
  CHECK(one_look(plan({"a"}, 0.03), {{45, 0, 0, 5}}).decision == verdict::inconclusive);
  // Twenty of thirty lost is damage beyond doubt, but below the minimum exposure.
  auto options = plan({"a"});
  const sequential_state early = one_look(options, {{10, 20, 0, 0}});
  CHECK(early.strata[0].evidence.log_damage > std::log(20));
  CHECK(early.decision == verdict::inconclusive);
  CHECK(early.strata[0].note == "below the minimum exposure of 50");
  CHECK(early.draw_more.size() == 1);
  options.minimum_exposure = 30;
  CHECK(one_look(options, {{10, 20, 0, 0}}).decision == verdict::fail);
}

TEST_CASE("sequential gate: at the ceiling a stratum is never a pass, and left out only when shown "
          "fine") {
  const auto options = plan({"easy", "hard"});
  const paired_counts fine{280, 2, 2, 16};
  const sequential_state waiting = one_look(options, {{60, 0, 0, 0}, fine});
  CHECK(waiting.strata[0].decision == verdict::uninformative);
  CHECK(waiting.decision == verdict::inconclusive);
  CHECK(waiting.draw_more == std::vector{task("easy")});
  const sequential_state shown = one_look(options, {{400, 0, 0, 0}, fine});
  CHECK(shown.strata[0].decision == verdict::uninformative);
  CHECK(shown.decision == verdict::pass);
}

TEST_CASE("sequential gate: damage below the floor fails all the same") {
  // Of 1000 answers 95 were right and are lost, at a margin of 3 %.
  CHECK(one_look(plan({"a"}, 0.03), {{0, 95, 0, 905}}).decision == verdict::fail);
}

TEST_CASE("sequential gate: a verdict once reached stays, but damage overrules a pass") {
  const auto options = plan({"a"});
  sequential_gate failing(options);
  failing.observe_items("exact_match", task("a"), {60, 30, 0, 10});
  REQUIRE(failing.look().decision == verdict::fail);
  failing.observe_items("exact_match", task("a"), {900, 0, 0, 100});
  const sequential_state later = failing.look();
  CHECK(later.strata[0].evidence.log_damage < 0);
  CHECK(later.decision == verdict::fail);

  sequential_gate passing(options);
  passing.observe_items("exact_match", task("a"), {180, 0, 0, 20});
  REQUIRE(passing.look().decision == verdict::pass);
  passing.observe_items("exact_match", task("a"), {0, 12, 0, 0});
  const sequential_state weaker = passing.look();
  CHECK(weaker.strata[0].evidence.log_non_inferiority < std::log(20));
  CHECK(weaker.decision == verdict::pass);
  passing.observe_items("exact_match", task("a"), {0, 200, 0, 0});
  CHECK(passing.look().decision == verdict::fail);

  // Who did not look in between has nothing to remember.
  sequential_gate late(options);
  late.observe_items("exact_match", task("a"), {960, 30, 0, 110});
  CHECK(late.look().decision != verdict::fail);
}

TEST_CASE("sequential gate: complete clusters are one unit each") {
  auto options = plan({"a"}, 0.1);
  options.minimum_exposure = 5;
  sequential_gate clustered(options), single(options);
  for (int c = 0; c < 20; ++c) { // three of twenty documents lost all their ten answers
    const paired_counts cluster = c < 3 ? paired_counts{0, 10, 0, 0} : paired_counts{8, 0, 0, 2};
    clustered.observe_cluster("exact_match", task("a"), cluster);
    single.observe_items("exact_match", task("a"), cluster);
  }
  clustered.observe_cluster("exact_match", task("a"), {});
  const auto clusters = clustered.look().strata[0];
  const auto items = single.look().strata[0];
  CHECK(clusters.exposure == 20);
  CHECK(items.exposure == 200);
  CHECK(clusters.counts == items.counts);
  CHECK(clusters.evidence.log_damage ==
        doctest::Approx(
            tailgate::stats::margin_e_value(0.1).of(paired_counts{17, 3, 0, 0}).log_damage));
  CHECK(items.evidence.log_damage > clusters.evidence.log_damage);
}

TEST_CASE("sequential gate: merged shards look as one gate, in any order") {
  auto options = plan({"a", "b"});
  options.gate.metrics.push_back({"json_valid", 0.02, {{task("b"), 0.1}}});
  options.right_wrong.emplace_back("json_valid");
  sequential_gate whole(options), first(options), second(options);
  tailgate::philox_stream random(1);
  for (int i = 0; i < 500; ++i) {
    const auto& metric = options.gate.metrics[random.below(2)].metric;
    const auto& stratum = options.strata[random.below(2)];
    const bool baseline = random.below(10) != 0, candidate = random.below(8) != 0;
    whole.observe(metric, stratum, baseline, candidate);
    (random.below(2) == 0 ? first : second).observe(metric, stratum, baseline, candidate);
  }
  second.merge(first);
  const auto a = whole.look(), b = second.look();
  REQUIRE(a.strata.size() == 4);
  CHECK(a.strata[3].margin == 0.1);
  CHECK(a.decision == b.decision);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(a.strata[i].metric == options.gate.metrics[i / 2].metric);
    CHECK(a.strata[i].evidence == b.strata[i].evidence);
    CHECK(a.strata[i].adjusted_damage == b.strata[i].adjusted_damage);
  }
}

TEST_CASE("sequential gate: what a shard saw on its own is no verdict of the whole") {
  const auto options = plan({"a"});
  sequential_gate shard(options), whole(options);
  shard.observe_items("exact_match", task("a"), {60, 30, 0, 10});
  REQUIRE(shard.look().decision == verdict::fail);
  whole.observe_items("exact_match", task("a"), {900, 0, 0, 100});
  whole.merge(shard);
  CHECK(whole.look().decision != verdict::fail);
}

TEST_CASE("sequential gate: refusals name what is wrong") {
  const auto build = [](const sequential_options& options) {
    return thrown_by<tailgate::argument_error>([&] { sequential_gate{options}; });
  };
  CHECK(build(plan({})).number == 470);
  CHECK(build(plan({"a", "b", "a"})).number == 470);
  CHECK(build(plan({"a"}, 1.0)).number == 248);
  CHECK(build(plan({"a"}, 0.0)).number == 451);
  auto losses = plan({"a"});
  losses.gate.metrics.push_back({"loss", 0.05, {}});
  CHECK(build(losses).number == 472);
  CHECK(build(losses).says("'loss'"));
  auto unknown = plan({"a"});
  unknown.gate.metrics[0].stratum_margins = {{task("b"), 0.1}};
  CHECK(build(unknown).number == 456);
  auto exposure = plan({"a"});
  exposure.minimum_exposure = 0;
  CHECK(build(exposure).number == 474);

  sequential_gate gate(plan({"a"}));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    gate.observe("exact_match", task("b"), true, true);
  }).number == 471);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    gate.observe("loss", task("a"), true, true);
  }).number == 471);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    gate.merge(sequential_gate(plan({"a"}, 0.04)));
  }).number == 473);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    gate.merge(sequential_gate(plan({"b"})));
  }).number == 473);
  CHECK(gate.look().strata[0].exposure == 0);
}
