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

} // namespace

TEST_CASE("Breslow-Day: five strata as in statsmodels' tests (values of R)") {
  const auto plain = ts::breslow_day(five, ts::breslow_day_method::uncorrected).value();
  CHECK(plain.chi_square == Approx(1.8438).epsilon(3e-5));
  CHECK(plain.p_value == Approx(.7645).epsilon(5e-5));
  CHECK(plain.degrees_of_freedom == 4);
  // By an independent root search of the fitted counts.
  const auto tarone = ts::breslow_day(five).value();
  CHECK(tarone.chi_square <= plain.chi_square);
  CHECK(tarone.chi_square == Approx(1.8436321366551691).epsilon(1e-10));
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
