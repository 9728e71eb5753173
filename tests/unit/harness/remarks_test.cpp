#include "cells.hpp"

#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/remarks.hpp>
#include <vector>

TEST_CASE("a reader is told of tests without pairs and of missing items") {
  const tailgate::gate rules({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}});
  const auto results = exact_match({{"a", 1, 1, 50, 40}, {"b", 1, 1, 50, 40}, {"c", 1, 1, 50, 40}});
  std::vector<tailgate::judged_tier> tiers{
      rules.judge("int8", 8, {results}), rules.judge("int4", 4, {results})};
  CHECK(tailgate::remarks_on(tiers).empty());
  tiers[1].metrics[0].strata[0].summary.missing_items = 3;
  tiers[1].metrics[0].strata[2].summary.missing_items = 4;
  tiers[1].metrics[0].strata[1].summary.marginals = {40, 50, 39, 50};
  const auto remarks = tailgate::remarks_on(tiers);
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].find("int4, exact_match: only totals are known in 1 of 3 strata") == 0);
  CHECK(remarks[0].find("unpaired") != std::string::npos);
  CHECK(remarks[1].find("int4, exact_match: 7 items in 2 of 3 strata are missing") == 0);
  // Metrics that lack the same are named together.
  tiers[1].metrics.push_back(tiers[1].metrics[0]);
  tiers[1].metrics.push_back(tiers[1].metrics[0]);
  tiers[1].metrics[2].strata[2].summary.missing_items = 5;
  const auto three = tailgate::remarks_on(tiers);
  REQUIRE(three.size() == 5);
  CHECK(three[3].find("int4, exact_match and 1 further metric: 7 items in 2 of 3 strata") == 0);
  CHECK(three[4].find("int4, exact_match: 8 items in 2 of 3 strata") == 0);
}
