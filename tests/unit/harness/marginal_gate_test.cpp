#include "cells.hpp"

#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/metrics/marginal_match.hpp>
#include <tailgate/stats/miettinen_nurminen.hpp>
#include <vector>

using tailgate::judged_stratum;
using tailgate::paired_summary;
using tailgate::verdict;
using tailgate::stats::marginal_counts;

namespace {

/// The gate's word on one stratum, at margin 0.05.
judged_stratum judge(paired_summary row) {
  row.stratum = tailgate::stratum_key{{"task", "a"}};
  const std::vector<tailgate::declared_stratum> declared{{row.stratum, 1, 2}};
  return tailgate::gate({.alpha = 0.05, .metrics = {{"exact_match", 0.05, {}}}})
      .judge("int4", 4, {tailgate::breakdown::complete(declared, {row})})
      .metrics[0]
      .strata[0];
}

judged_stratum judge(const marginal_counts& counts) {
  return judge(tailgate::marginal_match(counts, level));
}

} // namespace

TEST_CASE("totals without pairs are judged by the unpaired test, with a note") {
  const marginal_counts counts{900, 1000, 700, 1000};
  const auto s = judge(counts);
  CHECK(s.decision == verdict::fail);
  const double p = tailgate::stats::miettinen_nurminen_inferiority_p_value(counts, 0.05).value();
  CHECK(s.p_value.value() == doctest::Approx(p).epsilon(1e-12));
  CHECK(s.note == "no pairs known, unpaired test: 200 to 300 lost, 0 to 100 gained");
  CHECK(judge({900, 1000, 905, 1000}).decision == verdict::pass);
}

TEST_CASE("what pairs would show, totals leave open") {
  // 1 gained, 6 lost of 400: the pairs pass a margin of 0.05, their totals do not.
  CHECK(judge(outcomes(1, 6, 400, 314).summary(level)).decision == verdict::pass);
  const auto s = judge({320, 400, 315, 400});
  CHECK(s.decision == verdict::inconclusive);
  CHECK(s.note == "no pairs known, unpaired test: 5 to 85 lost, 0 to 80 gained");
  REQUIRE(s.further_pairs.has_value());
  const std::uint64_t growth = 1 + *s.further_pairs / 400;
  CHECK(judge({320 * growth, 400 * growth, 315 * growth, 400 * growth}).decision == verdict::pass);
}

TEST_CASE("a paired test is never made of a row without pairs") {
  auto row = tailgate::marginal_match({320, 400, 315, 400}, level);
  const double p = judge(row).p_value.value();
  row.design_effect = 1.0; // as if its zero flips were counted
  row.degrees_of_freedom = 399.0;
  row.standard_error = 0.001;
  CHECK(judge(row).p_value.value() == p);
}

TEST_CASE("floor, ceiling, unequal numbers of items") {
  CHECK(judge({5, 400, 5, 400}).decision == verdict::uninformative);
  const auto ceiling = judge({400, 400, 400, 400});
  CHECK(ceiling.decision == verdict::uninformative);
  CHECK(ceiling.note.find("; both models are at the ceiling") != std::string::npos);
  CHECK(judge({900, 1000, 700, 999}).note == "no pairs known, unpaired test of 1000 and 999 items");
}
