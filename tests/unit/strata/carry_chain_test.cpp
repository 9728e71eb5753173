#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/carry_chain.hpp>

using edge = tailgate::numeric_edge::carry_chain;

TEST_CASE("carry and borrow chains by the longest run") {
  check_present<edge>({{"95+7=", edge::run_of_2}, {"What is 58 plus 67?", edge::run_of_2},
      {"1000085+16=", edge::run_of_2}, {"1995 + 7", edge::run_of_3_to_4},
      {"12.95+0.07=", edge::run_of_2}, {"2000-1=", edge::run_of_3_to_4},
      {"12345678+87654322=", edge::run_of_5_or_more}, {"1 - 2000", edge::run_of_3_to_4},
      {"-2000 + 1", edge::run_of_3_to_4}, {"100000 \u2212 99999", edge::all_nines},
      {"99+1=", edge::all_nines}, {"7+999=", edge::all_nines}, {"1000-1=", edge::all_nines},
      {"100-1", edge::all_nines}, {"5 - -95 and 88+12", edge::run_of_2}});
}

TEST_CASE("single carries, labels and bound operands are no chains") {
  check_absent<edge>({"12+7=", "95+3=", "99+10=", "1000-100=", "999", "2024-02-29", "555-1995-7",
      "3*95+7=", "(95)+7", "95 and 7", "1e3-1", "covid-19 95", "+", "95+", ""});
}
