#include "../metrics/outcomes.hpp"

#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/tango.hpp>

using tailgate::margin_position;
using tailgate::test_non_inferiority;

namespace {

const auto level = tailgate::stats::confidence_level::one_sided(0.05);

/// The probability that any of `strata` with `pairs` items fails at `alpha` when each lies at the
/// margin: losses of probability margin + gained, gains of probability gained. Exact.
double false_fail_rate(
    std::uint64_t pairs, double margin, double gained, int strata, double alpha) {
  using namespace tailgate::stats;
  const double flips = 2 * gained + margin, lost_share = (gained + margin) / flips;
  double each = 0;
  for (std::uint64_t n = 0; n <= pairs; ++n) {
    const double p_flips = binomial_pmf(n, pairs, flips);
    for (std::uint64_t lost = 0; lost <= n && p_flips > 1e-14; ++lost)
      if (tango_inferiority_p_value({pairs - n, lost, n - lost, 0}, margin).value() <=
          alpha / strata)
        each += p_flips * binomial_pmf(lost, n, lost_share);
  }
  return 1 - std::pow(1 - each, strata);
}

} // namespace

TEST_CASE("independent outcomes: Tango's test") {
  const auto row = outcomes(6, 9, 150, 100).summary(level);
  const auto result = test_non_inferiority(row, 0.03);
  CHECK(result.position == margin_position::across);
  // Two calls of one function: a compiler may contract a product and a sum in one of them only.
  const double tango = tailgate::stats::tango_inferiority_p_value({135, 9, 6, 0}, 0.03).value();
  CHECK(result.p_value.value() == doctest::Approx(tango).epsilon(1e-12));
}

TEST_CASE("clustered outcomes: both parts of the hull have to reject") {
  const auto metric = outcomes(0, 80, 400, 300, 5); // 16 of 80 clusters lost as a whole
  const auto row = metric.summary(level);
  REQUIRE(row.degrees_of_freedom.defined());
  const auto result = test_non_inferiority(row, 0.1);
  const tailgate::stats::skewness_transformation adjust(row.skewness.value(), 80);
  const double t = adjust((row.difference.value() + 0.1) / row.standard_error.value());
  CHECK(result.p_value.value() >= tailgate::stats::student_t_cdf(t, 79));
  CHECK(result.p_value.value() >
        tailgate::stats::tango_inferiority_p_value(metric.counts(), 0.1).value());
}

TEST_CASE("continuous differences: the one-sided t test, mirrored where lower is better") {
  tailgate::next_token_loss metric;
  for (int i = 0; i < 5; ++i)
    metric.observe({"i" + std::to_string(i), "", 2.0, 2.1 + 0.1 * i}); // mean 0.3, SE 0.0707107
  const auto row = metric.summary(level);
  const auto result = test_non_inferiority(row, 0.2); // t = -1.414214, df 4
  CHECK(result.p_value.value() == doctest::Approx(0.115101).epsilon(1e-4));
  CHECK(result.position == margin_position::across);
  CHECK(test_non_inferiority(row, 0.5).position == margin_position::above);
  CHECK(test_non_inferiority(row, 0.1).position == margin_position::below);
  CHECK_FALSE(test_non_inferiority(row, 0.1).further_pairs.has_value());
}

TEST_CASE("a difference at the margin: no number of pairs will do") {
  const auto row = outcomes(0, 5, 100, 60).summary(level);
  const auto result = test_non_inferiority(row, 0.05);
  CHECK(result.position == margin_position::across);
  CHECK_FALSE(result.further_pairs.has_value());
  CHECK(result.p_value.value() == doctest::Approx(0.5));
}

TEST_CASE("no interval: position and p-value are unknown for its reason") {
  const auto row = outcomes(0, 5, 100, 60, 100).summary(level);
  const auto result = test_non_inferiority(row, 0.05);
  CHECK(result.position == margin_position::unknown);
  CHECK(result.p_value.why() == tailgate::undefined_reason::one_cluster);
}

TEST_CASE("the chance of a false fail at the margin is near alpha, twice alpha at the worst") {
  for (const std::uint64_t pairs : {30u, 100u, 300u})
    for (const double margin : {0.03, 0.05})
      for (const int strata : {1, 5, 10, 20}) {
        CAPTURE(pairs);
        CAPTURE(margin);
        CAPTURE(strata);
        CHECK(false_fail_rate(pairs, margin, 0.1, strata, 0.05) < 0.061);
        CHECK(false_fail_rate(pairs, margin, 0.02, strata, 0.05) < 0.080);
        CHECK(false_fail_rate(pairs, margin, 0.0, strata, 0.05) < 0.098);
      }
  CHECK(false_fail_rate(300, 0.03, 0.0, 5, 0.05) > 0.09); // the bound is not idle
}
