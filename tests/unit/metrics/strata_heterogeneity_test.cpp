#include "../stats/rounds_to.hpp"
#include "strata_rows.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/strata_heterogeneity.hpp>
#include <vector>

namespace {

using tailgate::paired_summary;
using tailgate::stratum_key;
using tailgate::test_heterogeneity;
using tailgate::undefined_reason;
using tailgate::stats::marginal_counts;
using tailgate::stats::reversal;

stratum_key key(std::size_t k) {
  return stratum_key{{"task", std::to_string(k)}};
}

} // namespace

TEST_CASE("Cochran's Q of strata: nine laboratories as in statsmodels' tests (values of metafor)") {
  const std::array<double, 9> y{61, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9};
  const std::array<double, 9> v{.2025, 1.21, .09, .2025, .3844, .5625, .0676, .0225, 1.8225};
  std::vector<paired_summary> rows;
  for (std::size_t k = 0; k < y.size(); ++k)
    rows.push_back(loss_row(key(k), y[k], std::sqrt(v[k])));
  const auto result = test_heterogeneity(rows);
  CHECK(result.strata == 9);
  CHECK(result.without_spread.empty());
  const auto q = result.cochran_q.value();
  CHECK(q.q == doctest::Approx(24.801897742).epsilon(1e-9));
  CHECK(q.degrees_of_freedom == 8);
  CHECK(q.p_value == doctest::Approx(.001679351464).epsilon(1e-8));
  CHECK(100 * q.i_squared == doctest::Approx(67.74440374).epsilon(1e-8));
  CHECK(result.heterogeneous());
  // A loss has no odds.
  CHECK(result.common_odds_ratio.why() == undefined_reason::not_measured);
  CHECK(result.breslow_day.why() == undefined_reason::not_measured);
  CHECK(result.reversal.why() == undefined_reason::not_measured);
  CHECK(result.without_table.size() == 9);
}

TEST_CASE("strata without a usable standard error are used by their interval, or named") {
  SUBCASE("a stratum without a flip counts by the width of its score interval") {
    // Without it a single stratum would remain, and nothing to disagree with.
    const std::vector<paired_summary> rows{
        outcomes_row(key(0), 1000, 900, 0, 0), outcomes_row(key(1), 1000, 900, 300, 10)};
    const auto result = test_heterogeneity(rows);
    CHECK(result.without_spread.empty());
    CHECK(result.cochran_q.value().degrees_of_freedom == 1);
    CHECK(result.cochran_q.value().p_value < 1e-6);
  }
  SUBCASE("no interval: the standard error") {
    auto a = loss_row(key(0), 0, 1);
    auto b = loss_row(key(1), 5, 0.5);
    a.confidence = b.confidence = undefined_reason::not_measured;
    const std::vector<paired_summary> rows{a, b};
    CHECK(test_heterogeneity(rows).cochran_q.value().q == doctest::Approx(20));
  }
  SUBCASE("neither, no width, no difference: left out by name") {
    auto undefined = loss_row(key(2), 0, 1);
    undefined.confidence = undefined_reason::one_cluster;
    undefined.standard_error = undefined_reason::one_cluster;
    auto certain = loss_row(key(3), 0, 0);
    auto unknown = loss_row(key(4), 0, 1);
    unknown.difference = undefined_reason::no_items;
    const std::vector<paired_summary> rows{
        loss_row(key(0), 0, 1), undefined, loss_row(key(1), 5, 0.5), certain, unknown};
    const auto result = test_heterogeneity(rows);
    CHECK(result.strata == 5);
    CHECK(result.without_spread == std::vector{key(2), key(3), key(4)});
    CHECK(result.cochran_q.value().q == doctest::Approx(20));
    CHECK(result.cochran_q.value().degrees_of_freedom == 1);
  }
  SUBCASE("one stratum cannot disagree") {
    const std::vector<paired_summary> rows{loss_row(key(0), 5, 0.1)};
    const auto result = test_heterogeneity(rows);
    CHECK(result.cochran_q.why() == undefined_reason::too_few_items);
    CHECK_FALSE(result.warns());
  }
}

TEST_CASE("Breslow-Day and Mantel-Haenszel of strata: case A17 (values of R)") {
  // Baseline right, of how many, candidate right, of how many.
  const std::array<marginal_counts, 5> five{
      {{14, 38, 20, 30}, {12, 27, 15, 18}, {2, 4, 3, 6}, {3, 8, 12, 19}, {0, 2, 1, 4}}};
  std::vector<paired_summary> rows;
  for (std::size_t k = 0; k < five.size(); ++k)
    rows.push_back(totals_row(key(k), five[k]));
  const auto result = test_heterogeneity(rows);
  CHECK(result.breslow_day.value().chi_square == rounds_to("1.8436"));
  CHECK(result.breslow_day.value().degrees_of_freedom == 4);
  CHECK(result.common_odds_ratio.value().p_value == rounds_to(".0005658"));
  CHECK(result.common_odds_ratio.value().odds_ratio.value() == rounds_to("3.5912"));
  CHECK(result.without_table.empty());
  // Without pairs and intervals there is no difference to compare on this scale.
  CHECK(result.without_spread.size() == 5);
  CHECK_FALSE(result.heterogeneous());
}

TEST_CASE("outcomes of pairs are read as two samples") {
  // Baseline 80 of 100 in both; candidate 60 and 78.
  const std::vector<paired_summary> rows{outcomes_row(key(0), 100, 80, 25, 5),
      outcomes_row(key(1), 100, 80, 5, 3), outcomes_row(key(2), 40, 40, 0, 0)};
  const auto result = test_heterogeneity(rows);
  const std::vector<tailgate::stats::odds_table> tables{{60, 40, 80, 20}, {78, 22, 80, 20}};
  const auto expected = tailgate::stats::breslow_day(tables).value();
  CHECK(result.breslow_day.value().chi_square == expected.chi_square);
  CHECK(result.breslow_day.value().p_value == expected.p_value);
  CHECK(result.without_table == std::vector{key(2)}); // everything right: no odds ratio
  CHECK(result.reversal.value() == reversal::none);

  SUBCASE("where less is better, right is the other outcome") {
    std::vector<paired_summary> lower{
        outcomes_row(key(0), 100, 20, 5, 25), outcomes_row(key(1), 100, 20, 3, 5)};
    for (paired_summary& row : lower) {
      row.direction = tailgate::better::lower;
      row.flips = {row.flips.gained, row.flips.lost};
    }
    const auto mirrored = test_heterogeneity(lower);
    CHECK(mirrored.breslow_day.value().chi_square == doctest::Approx(expected.chi_square));
    CHECK(mirrored.common_odds_ratio.value().odds_ratio.value() ==
          result.common_odds_ratio.value().odds_ratio.value());
  }
  SUBCASE("shares of positions are no outcomes, even where they come to whole items") {
    std::vector<paired_summary> shares = rows;
    for (paired_summary& row : shares)
      row.flips = {};
    shares[1].candidate = 0.785;
    const auto none = test_heterogeneity(shares);
    CHECK(none.without_table == std::vector{key(0), key(1), key(2)});
    CHECK_FALSE(none.reversal);
  }
}

TEST_CASE("Simpson's reversal between runs that mix the strata differently, case C8") {
  const std::vector<paired_summary> kidney{
      totals_row(key(0), {234, 270, 81, 87}), totals_row(key(1), {55, 80, 192, 263})};
  const auto result = test_heterogeneity(kidney);
  CHECK(kidney[0].difference.value() > 0);
  CHECK(kidney[1].difference.value() > 0);
  CHECK(result.reversal.value() == reversal::hidden_gain);
  CHECK(result.warns());

  std::vector<paired_summary> swapped{
      totals_row(key(0), {81, 87, 234, 270}), totals_row(key(1), {192, 263, 55, 80})};
  CHECK(test_heterogeneity(swapped).reversal.value() == reversal::hidden_damage);

  // A total that leaves a stratum out is not the total.
  swapped.push_back(loss_row(key(2), 0, 1));
  CHECK_FALSE(test_heterogeneity(swapped).reversal);
}
