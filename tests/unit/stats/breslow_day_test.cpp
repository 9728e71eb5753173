#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/breslow_day.hpp>
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

TEST_CASE("Breslow-Day: five strata as in statsmodels' tests (values of R)") {
  const auto plain = ts::breslow_day(five, ts::breslow_day_method::uncorrected).value();
  CHECK(plain.chi_square == rounds_to("1.8438"));
  CHECK(plain.p_value == rounds_to(".7645"));
  CHECK(plain.degrees_of_freedom == 4);
  // By an independent root search of the fitted counts.
  const auto tarone = ts::breslow_day(five).value();
  CHECK(tarone.chi_square <= plain.chi_square);
  CHECK(tarone.chi_square == rounds_to("1.8436")); // statsmodels' tests (values of DescTools)
  CHECK(tarone.chi_square == Approx(1.8436321366551691).epsilon(1e-10));
}

TEST_CASE("Breslow-Day: further published tables") {
  const auto plain = ts::breslow_day(six, ts::breslow_day_method::uncorrected).value();
  CHECK(plain.chi_square == rounds_to("18.83297"));
  CHECK(plain.p_value == rounds_to(".002064786"));
  const auto tarone = ts::breslow_day(six).value();
  CHECK(tarone.chi_square == rounds_to("18.8330"));
  CHECK(tarone.chi_square == rounds_to("18.8329569515")); // mpmath, counts fitted by bisection
  CHECK(tarone.p_value == rounds_to(".002064797337"));
  CHECK(tarone.degrees_of_freedom == 5);

  const auto smokers = ts::breslow_day(smoking).value();
  CHECK(smokers.chi_square == rounds_to("5.175"));
  CHECK(smokers.p_value == rounds_to(".022919"));
  CHECK(ts::breslow_day(smoking, ts::breslow_day_method::uncorrected).value().chi_square ==
        rounds_to("5.21547536401")); // mpmath
}

TEST_CASE("Breslow-Day: equal odds ratios fit exactly, also at 1") {
  const std::vector<odds_table> same{{20, 10, 10, 10}, {40, 10, 20, 10}};
  CHECK(ts::breslow_day(same).value().chi_square == Approx(0).scale(1).epsilon(1e-12));
  const std::vector<odds_table> ones{{20, 10, 10, 5}, {40, 10, 20, 5}};
  CHECK(ts::breslow_day(ones).value().p_value == Approx(1));
}

TEST_CASE("Breslow-Day: what cannot be said is undefined") {
  auto more = five;
  more.push_back({10, 0, 9, 0}); // an empty margin says nothing
  CHECK(ts::breslow_day(more).value().degrees_of_freedom == 4);
  CHECK(
      ts::breslow_day(std::vector<odds_table>{{10, 0, 9, 0}}).why() == undefined_reason::no_items);
  CHECK(ts::breslow_day(std::vector<odds_table>{{10, 0, 5, 5}, {7, 0, 5, 5}}).why() ==
        undefined_reason::not_invertible);
  CHECK(ts::breslow_day(std::vector<odds_table>{five[0]}).why() == undefined_reason::too_few_items);
}
