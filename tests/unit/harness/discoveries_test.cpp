#include "../io/thrown.hpp"
#include "cells.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/discoveries.hpp>
#include <tailgate/harness/gate.hpp>
#include <vector>

using tailgate::candidate;
using tailgate::gate;
using tailgate::to_look_at;
using tailgate::verdict;

namespace {

const gate rules({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}});

const cell harmless{"prose", 30, 28, 2000, 1000}, damaged{"hex", 5, 50, 1000, 800};

} // namespace

TEST_CASE("several candidates are one family for Holm and for Benjamini-Hochberg") {
  // The family has six strata; by hand from the raw p-values.
  const auto tiers =
      rules.judge({{"int8", 8, {exact_match({harmless, {"hex", 20, 22, 1000, 800}})}},
          {"int4", 4, {exact_match({harmless, damaged})}},
          {"int3", 3, {exact_match({{"prose", 10, 84, 2000, 1800}, {"hex", 5, 60, 1000, 800}})}}});
  REQUIRE(tiers.size() == 3);
  std::vector<double> p;
  for (const auto& tier : tiers)
    for (const auto& s : tier.metrics[0].strata)
      p.push_back(s.p_value.value());
  const auto& int4 = tiers[1].metrics[0].strata[1];
  const auto& int3 = tiers[2].metrics[0].strata;
  REQUIRE(p[5] < p[3]); // hex: int3 before int4, prose of int3 third, the rest large
  REQUIRE(p[3] < p[4]);
  CHECK(int3[1].p_adjusted.value() == doctest::Approx(6 * p[5]));
  CHECK(int4.p_adjusted.value() == doctest::Approx(5 * p[3]));
  CHECK(int3[0].p_adjusted.value() == doctest::Approx(4 * p[4]));
  CHECK(int3[1].q_value.value() == doctest::Approx(6 * p[5]));
  CHECK(int4.q_value.value() == doctest::Approx(3 * p[3]));
  CHECK(int3[0].q_value.value() == doctest::Approx(2 * p[4]));

  SUBCASE("the same candidate alone is a family of its own") {
    const auto alone = rules.judge("int4", 4, {exact_match({harmless, damaged})});
    CHECK(alone.metrics[0].strata[1].p_value == int4.p_value);
    CHECK(alone.metrics[0].strata[1].p_adjusted.value() == doctest::Approx(2 * p[3]));
    CHECK(alone.metrics[0].strata[1].decision == verdict::fail);
    CHECK(int4.decision == verdict::inconclusive); // 5 p is beyond alpha
  }
  SUBCASE("the list to look at is longer than the list of fails, smallest q first") {
    const auto found = to_look_at(tiers, 0.10);
    REQUIRE(found.size() == 2);
    CHECK(found[0].tier == "int3");
    CHECK(found[0].stratum.name() == "task=hex");
    CHECK(found[0].metric == "exact_match");
    CHECK(found[0].difference == doctest::Approx(-0.055));
    CHECK(found[1].tier == "int4");
    CHECK(found[1].q_value == int4.q_value.value());
    CHECK(to_look_at(tiers, 1).size() == 6);
    CHECK(to_look_at(tiers, 0).empty());
  }
}

TEST_CASE("a list needs a rate") {
  for (const double q : {-0.1, 1.1, std::nan("")})
    CHECK(thrown_by<tailgate::argument_error>([&] { (void)to_look_at({}, q); }).number == 464);
}

TEST_CASE("candidates that are no family are refused") {
  const auto refused = [](std::vector<candidate> family) {
    return thrown_by<tailgate::error>([&] { (void)rules.judge(std::move(family)); });
  };
  const auto results = exact_match({harmless, damaged});
  CHECK(refused({}).number == 461);
  const auto twice = refused({{"int4", 4, {results}}, {"int4", 4, {results}}});
  CHECK(twice.number == 461);
  CHECK(twice.says("'int4'"));
  const auto other = refused({{"int8", 8, {results}}, {"int4", 4, {exact_match({harmless})}}});
  CHECK(other.number == 462);
  CHECK(other.says("'int4'"));
}
