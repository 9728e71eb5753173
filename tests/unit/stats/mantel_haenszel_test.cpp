#include <doctest/doctest.h>
#include <tailgate/stats/mantel_haenszel.hpp>
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

TEST_CASE("Mantel-Haenszel: equal odds, empty margins and empty cells") {
  const std::vector<odds_table> ones{{20, 10, 10, 5}, {40, 10, 20, 5}};
  CHECK(ts::mantel_haenszel(ones).value().odds_ratio.value() == Approx(1));
  auto more = five;
  more.push_back({10, 0, 9, 0});
  CHECK(
      ts::mantel_haenszel(more).value().chi_square == ts::mantel_haenszel(five).value().chi_square);
  const std::vector<odds_table> silent{{10, 0, 9, 0}};
  CHECK(ts::mantel_haenszel(silent).why() == undefined_reason::no_items);
  const std::vector<odds_table> perfect{{10, 0, 5, 5}, {7, 0, 5, 5}};
  const auto result = ts::mantel_haenszel(perfect).value();
  CHECK(result.odds_ratio.why() == undefined_reason::not_invertible);
  CHECK(result.confidence().why() == undefined_reason::not_invertible);
  CHECK(result.p_value < .05); // the test needs no odds ratio
}
