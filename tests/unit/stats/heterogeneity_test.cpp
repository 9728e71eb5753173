#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/breslow_day.hpp>
#include <tailgate/stats/cochran_q.hpp>
#include <tailgate/stats/mantel_haenszel.hpp>
#include <tailgate/stats/simpson.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::odds_table;

namespace {

/// R's array(c(20,14,10,24, ...), c(2,2,5)): columns first, so a c b d.
const std::vector<odds_table> five{
    {20, 10, 14, 24}, {15, 3, 12, 15}, {3, 3, 2, 2}, {12, 7, 3, 5}, {1, 3, 0, 2}};

} // namespace

TEST_CASE("Mantel-Haenszel: five strata as in statsmodels' tests (values of R)") {
  const auto result = ts::mantel_haenszel(five).value();
  CHECK(result.odds_ratio.value() == Approx(3.5912).epsilon(1e-5));
  CHECK(result.chi_square == Approx(11.8852).epsilon(1e-6));
  CHECK(result.p_value == Approx(.0005658).epsilon(1e-4));
  const auto ci = result.confidence().value();
  CHECK(ci.lower == Approx(1.781135).epsilon(1e-6));
  CHECK(ci.upper == Approx(7.240633).epsilon(1e-6));
  CHECK(ts::mantel_haenszel(five, false).value().chi_square > result.chi_square);
}

TEST_CASE("Breslow-Day: five strata as in statsmodels' tests (values of R)") {
  const auto plain = ts::breslow_day(five, ts::breslow_day_method::uncorrected).value();
  CHECK(plain.chi_square == Approx(1.8438).epsilon(3e-5));
  CHECK(plain.p_value == Approx(.7645).epsilon(5e-5));
  CHECK(plain.degrees_of_freedom == 4);
  const auto tarone = ts::breslow_day(five).value();
  CHECK(tarone.chi_square <= plain.chi_square);
  CHECK(tarone.chi_square == Approx(1.8436).epsilon(1e-3));
}

TEST_CASE("Breslow-Day: equal odds ratios fit exactly, also at 1") {
  const std::vector<odds_table> same{{20, 10, 10, 10}, {40, 10, 20, 10}};
  CHECK(ts::breslow_day(same).value().chi_square == Approx(0).scale(1).epsilon(1e-12));
  const std::vector<odds_table> ones{{20, 10, 10, 5}, {40, 10, 20, 5}};
  CHECK(ts::breslow_day(ones).value().p_value == Approx(1));
  CHECK(ts::mantel_haenszel(ones).value().odds_ratio.value() == Approx(1));
}

TEST_CASE("tables with an empty margin say nothing") {
  auto more = five;
  more.push_back({10, 0, 9, 0});
  CHECK(
      ts::mantel_haenszel(more).value().chi_square == ts::mantel_haenszel(five).value().chi_square);
  CHECK(ts::breslow_day(more).value().degrees_of_freedom == 4);
  const std::vector<odds_table> silent{{10, 0, 9, 0}};
  CHECK(ts::mantel_haenszel(silent).why() == undefined_reason::no_items);
  CHECK(ts::breslow_day(silent).why() == undefined_reason::no_items);
  const std::vector<odds_table> perfect{{10, 0, 5, 5}, {7, 0, 5, 5}};
  CHECK(ts::mantel_haenszel(perfect).value().odds_ratio.why() == undefined_reason::not_invertible);
  CHECK(
      ts::mantel_haenszel(perfect).value().confidence().why() == undefined_reason::not_invertible);
  CHECK(ts::breslow_day(perfect).why() == undefined_reason::not_invertible);
  CHECK(ts::breslow_day(std::vector<odds_table>{five[0]}).why() == undefined_reason::too_few_items);
}

TEST_CASE("Cochran's Q and I^2: two estimates by hand") {
  // Weights 1 and 4: pooled (0 + 4 * 5) / 5 = 4; Q = 16 + 4 = 20; I^2 = 19 / 20.
  const auto result = ts::cochran_q(std::vector<double>{0, 5}, std::vector<double>{1, .5}).value();
  CHECK(result.pooled == Approx(4));
  CHECK(result.q == Approx(20));
  CHECK(result.degrees_of_freedom == 1);
  CHECK(result.p_value == Approx(std::erfc(std::sqrt(10.0))).epsilon(1e-12));
  CHECK(result.i_squared == Approx(.95));
  const std::vector<double> same{2, 2, 2};
  CHECK(ts::cochran_q(same, same).value().i_squared == 0.0);
  CHECK(ts::cochran_q(same, same).value().p_value == 1.0);
  CHECK(ts::cochran_q(std::vector<double>{1}, std::vector<double>{1}).why() ==
        undefined_reason::too_few_items);
  CHECK(ts::cochran_q(same, std::vector<double>{1, 0, 1}).why() == undefined_reason::zero_variance);
  CHECK_THROWS_AS((void)ts::cochran_q(same, {}), tailgate::shape_error);
}

TEST_CASE("Simpson: every stratum better, the total worse (Charig et al. 1986)") {
  // 81/87 and 192/263 (273/350) against 234/270 and 55/80 (289/350)
  const std::vector<odds_table> stones{{81, 6, 234, 36}, {192, 71, 55, 25}};
  CHECK(ts::simpson_reversal(stones).value() == ts::reversal::hidden_gain);
  std::vector<odds_table> exchanged;
  for (const auto& t : stones)
    exchanged.push_back({t.baseline_right, t.baseline_wrong, t.candidate_right, t.candidate_wrong});
  CHECK(ts::simpson_reversal(exchanged).value() == ts::reversal::hidden_damage);
  CHECK(ts::simpson_reversal(std::vector<odds_table>{stones[0]}).value() == ts::reversal::none);
  CHECK(ts::simpson_reversal(std::vector<odds_table>{{1, 0, 0, 0}}).why() ==
        undefined_reason::no_items);
  CHECK(ts::simpson_reversal({}).why() == undefined_reason::no_items);
}
