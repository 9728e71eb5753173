#include "../io/thrown.hpp"
#include "cells.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/tiers.hpp>
#include <vector>

using tailgate::judged_tier;
using tailgate::ladder_state;
using tailgate::locate_cliffs;
using tailgate::verdict;

namespace {

using positions = std::vector<std::size_t>;

/// A tier whose strata have the given verdicts; the numbers behind them do not matter here.
judged_tier tier(const std::string& name, double bits, const std::vector<verdict>& verdicts,
    verdict overall = verdict::inconclusive) {
  std::vector<cell> cells;
  cells.reserve(verdicts.size());
  for (std::size_t s = 0; s < verdicts.size(); ++s)
    cells.push_back({"s" + std::to_string(s), 1, 1, 50, 40});
  judged_tier result = tailgate::gate({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}})
                           .judge(name, bits, {exact_match(cells)});
  for (std::size_t s = 0; s < verdicts.size(); ++s)
    result.metrics[0].strata[s].decision = verdicts[s];
  result.decision = overall;
  return result;
}

constexpr verdict pass = verdict::pass, fail = verdict::fail, open = verdict::inconclusive,
                  none = verdict::uninformative;

} // namespace

TEST_CASE("the cliff is the highest precision that no longer passes, by stratum") {
  const auto found = locate_cliffs(
      std::vector<judged_tier>{tier("int8", 8.06, {pass, pass, fail, none, none, pass}, fail),
          tier("int4", 4.16, {pass, open, open, none, pass, none}, fail),
          tier("int3", 3.16, {pass, fail, open, none, none, pass}, fail),
          tier("int2", 2.16, {pass, fail, fail, none, open, fail}, fail)});
  CHECK(found.tiers == std::vector<std::string>{"int8", "int4", "int3", "int2"});
  REQUIRE(found.cliffs.size() == 6);
  CHECK(found.monotone());
  CHECK_FALSE(found.last_pass.has_value());

  const auto& everywhere = found.cliffs[0];
  CHECK(everywhere.stratum.name() == "task=s0");
  CHECK(everywhere.metric == "exact_match");
  CHECK(everywhere.state == ladder_state::passes_everywhere);
  CHECK(everywhere.last_pass.value() == 3);
  CHECK_FALSE(everywhere.cliff.has_value());
  CHECK_FALSE(everywhere.first_fail.has_value());

  const auto& breaks = found.cliffs[1];
  CHECK(breaks.state == ladder_state::breaks);
  CHECK(breaks.last_pass.value() == 0);
  CHECK(breaks.cliff.value() == 1); // not shown to be no worse at int4
  CHECK(breaks.first_fail.value() == 2);

  const auto& nowhere = found.cliffs[2];
  CHECK(nowhere.state == ladder_state::passes_nowhere);
  CHECK_FALSE(nowhere.last_pass.has_value());
  CHECK(nowhere.cliff.value() == 0);
  CHECK(nowhere.first_fail.value() == 0);

  const auto& never = found.cliffs[3];
  CHECK(never.state == ladder_state::never_informative);
  CHECK_FALSE(never.cliff.has_value());
  CHECK_FALSE(never.last_pass.has_value());
  CHECK(never.without_answer == positions{0, 1, 2, 3});

  CHECK(found.cliffs[4].state == ladder_state::breaks);
  CHECK(found.cliffs[4].last_pass.value() == 1);
  CHECK(found.cliffs[4].cliff.value() == 3);
  CHECK(found.cliffs[4].without_answer == positions{0, 2});

  CHECK(found.cliffs[5].last_pass.value() == 2);
  CHECK(found.cliffs[5].cliff.value() == 3);
}

TEST_CASE("a lower precision that passes again is named and moves no cliff") {
  const auto found = locate_cliffs(std::vector<judged_tier>{tier("int8", 8, {pass, pass}, pass),
      tier("int4", 4, {fail, pass}, fail), tier("int3", 3, {pass, pass}, pass),
      tier("int2", 2, {pass, open})});
  CHECK_FALSE(found.monotone());
  CHECK(found.last_pass.value() == 0);
  CHECK(found.passes_again == positions{2});
  CHECK(found.cliffs[0].state == ladder_state::breaks);
  CHECK(found.cliffs[0].last_pass.value() == 0);
  CHECK(found.cliffs[0].cliff.value() == 1);
  CHECK(found.cliffs[0].passes_again == positions{2, 3});
  CHECK_FALSE(found.cliffs[0].monotone());
  CHECK(found.cliffs[1].monotone());

  SUBCASE("also where the highest precision does not pass") {
    const auto odd = locate_cliffs(
        std::vector<judged_tier>{tier("int8", 8, {open}), tier("int4", 4, {pass}, pass)});
    CHECK(odd.cliffs[0].state == ladder_state::breaks);
    CHECK_FALSE(odd.cliffs[0].last_pass.has_value());
    CHECK(odd.cliffs[0].cliff.value() == 0);
    CHECK(odd.cliffs[0].passes_again == positions{1});
    CHECK(odd.passes_again == positions{1});
  }
}

TEST_CASE("the order is by bits per weight, or the caller's") {
  const std::vector<judged_tier> tiers{tier("int3", 3.1, {fail}), tier("fp8", 8, {pass}, pass),
      tier("int8", 8, {open}), tier("int4", 4.2, {open})};
  CHECK(tailgate::by_precision(tiers) == positions{1, 2, 3, 0}); // equal ones keep their order
  CHECK(locate_cliffs(tiers).tiers == std::vector<std::string>{"fp8", "int8", "int4", "int3"});
  CHECK(locate_cliffs(tiers).cliffs[0].cliff.value() == 1);
  const auto reversed = locate_cliffs(tiers, positions{0, 3, 2, 1});
  CHECK(reversed.tiers.front() == "int3");
  CHECK(reversed.cliffs[0].cliff.value() == 0);
  CHECK(reversed.cliffs[0].passes_again == positions{3});
}

TEST_CASE("metrics that are not gated have no cliff") {
  const auto found =
      locate_cliffs(std::vector<judged_tier>{tier("int8", 8, {pass, verdict::not_gated})});
  REQUIRE(found.cliffs.size() == 1);
  CHECK(found.cliffs[0].stratum.name() == "task=s0");
}

TEST_CASE("what is no ladder is refused") {
  const std::vector<judged_tier> two{tier("int8", 8, {pass}), tier("int4", 4, {fail})};
  const auto refused = [](const std::vector<judged_tier>& tiers, const positions& order) {
    return thrown_by<tailgate::argument_error>([&] { (void)locate_cliffs(tiers, order); }).number;
  };
  CHECK(refused({}, {}) == 468);
  CHECK(refused(two, {}) == 468);
  CHECK(refused(two, {0, 0}) == 468);
  CHECK(refused(two, {0, 2}) == 468);
  CHECK(refused(two, {0, 1, 2}) == 468);
  CHECK(refused(two, {1, 0}) == 0);
  CHECK(refused({tier("int8", 8, {pass}), tier("int4", 4, {fail, pass})}, {0, 1}) == 468);
}
