#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/marginal_match.hpp>
#include <tailgate/stats/tango.hpp>

using tailgate::marginal_match;
using tailgate::undefined_reason;

namespace {

const tailgate::stats::confidence_level level{0.95};

} // namespace

TEST_CASE("totals of two runs: the unpaired interval, and no flips") {
  // Newcombe 1998 (Statistics in Medicine 17:873, table II), case (a), 56/70 and 48/80:
  // Miettinen-Nurminen (0.0528, 0.3382) for the first less the second.
  const auto row = marginal_match({48, 80, 56, 70}, level);
  CHECK(row.metric == "exact_match");
  CHECK(row.method == "unpaired score (Miettinen-Nurminen); pairs unknown");
  CHECK(row.items == 70);
  CHECK(row.clusters == 70);
  CHECK(row.baseline.value() == doctest::Approx(0.6));
  CHECK(row.candidate.value() == doctest::Approx(0.8));
  CHECK(row.difference.value() == doctest::Approx(0.2));
  CHECK(row.confidence.value().lower == doctest::Approx(0.0528).epsilon(0.001));
  CHECK(row.confidence.value().upper == doctest::Approx(0.3382).epsilon(0.001));
  CHECK(row.confidence_level == 0.95);
  CHECK(row.marginals == tailgate::stats::marginal_counts{48, 80, 56, 70});
  CHECK(row.flips == tailgate::flip_counts{});
  CHECK_FALSE(row.design_effect.defined());
  CHECK_FALSE(row.degrees_of_freedom.defined());
  CHECK_FALSE(row.standard_error.defined());
}

TEST_CASE("the interval is wider than that of the pairs would be") {
  const auto row = marginal_match({80, 100, 75, 100}, level);
  const auto pairs = tailgate::stats::tango_interval({74, 6, 1, 19}, level).value();
  CHECK(row.confidence.value().lower < pairs.lower);
  CHECK(row.confidence.value().upper > pairs.upper);
}

TEST_CASE("a run without items has no rate") {
  const auto row = marginal_match({0, 0, 5, 10}, level);
  CHECK(row.items == 0);
  CHECK(row.baseline.why() == undefined_reason::no_items);
  CHECK(row.candidate.value() == 0.5);
  CHECK(row.difference.why() == undefined_reason::no_items);
  CHECK(row.confidence.why() == undefined_reason::no_items);
  CHECK_THROWS_AS((void)marginal_match({11, 10, 5, 10}, level), tailgate::argument_error);
}
