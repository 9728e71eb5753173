#include "rounds_to.hpp"
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

/// Six strata of statsmodels' TestStratified3 (values of R's mantelhaen.test and DescTools).
const std::vector<odds_table> six{{313, 19, 512, 89}, {207, 8, 353, 17}, {205, 391, 120, 202},
    {278, 244, 139, 131}, {138, 299, 53, 94}, {351, 317, 22, 24}};

/// Doll and Hill 1950, smokers and non-smokers, as in the tests of contingencytables (R).
const std::vector<odds_table> smoking{{647, 622, 2, 27}, {41, 28, 19, 32}};

} // namespace

TEST_CASE("Mantel-Haenszel: five strata as in statsmodels' tests (values of R)") {
  const auto result = ts::mantel_haenszel(five).value();
  CHECK(result.odds_ratio.value() == rounds_to("3.5912"));
  CHECK(result.chi_square == rounds_to("11.8852"));
  CHECK(result.p_value == rounds_to(".0005658"));
  const auto ci = result.confidence().value();
  CHECK(ci.lower == rounds_to("1.781135"));
  CHECK(ci.upper == rounds_to("7.240633"));
  CHECK(ts::mantel_haenszel(five, false).value().chi_square > result.chi_square);
}

TEST_CASE("Mantel-Haenszel: further published tables") {
  const auto admissions = ts::mantel_haenszel(six).value();
  CHECK(admissions.odds_ratio.value() == rounds_to("1.101879"));
  CHECK(admissions.chi_square == rounds_to("1.3368"));
  CHECK(admissions.p_value == rounds_to(".2476"));
  CHECK(admissions.confidence().value().lower == rounds_to(".9402012"));
  CHECK(admissions.confidence().value().upper == rounds_to("1.2913602"));

  const auto smokers = ts::mantel_haenszel(smoking, false).value();
  CHECK(smokers.odds_ratio.value() == rounds_to("4.5239"));
  CHECK(smokers.chi_square == rounds_to("24.920"));
  CHECK(smokers.p_value == rounds_to(".000001"));

  // statsmodels' TestStratified1: zeros in every table
  const std::vector<odds_table> sparse{
      {0, 6, 0, 5}, {3, 3, 0, 6}, {6, 0, 2, 4}, {5, 1, 6, 0}, {2, 0, 5, 0}};
  const auto few = ts::mantel_haenszel(sparse).value();
  CHECK(few.odds_ratio.value() == Approx(7).epsilon(1e-13));
  CHECK(few.chi_square == rounds_to("3.9286"));
  CHECK(few.p_value == rounds_to(".04747"));
  CHECK(few.confidence().value().lower == rounds_to("1.026713"));
  CHECK(few.confidence().value().upper == rounds_to("47.725133"));
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
