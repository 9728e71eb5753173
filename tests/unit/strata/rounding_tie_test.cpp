#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/rounding_tie.hpp>

using edge = tailgate::numeric_edge::rounding_tie;

TEST_CASE("ties with an instruction") {
  check_present<edge>({{"Round 2.345 to two places", edge::half_away_from_zero},
      {"2.5 to the nearest integer", edge::half_away_from_zero},
      {"rounded, -0.125 is", edge::half_away_from_zero},
      {"Runde 3,5 auf ganze Zahlen", edge::half_away_from_zero},
      {"redondea 12.5", edge::half_away_from_zero},
      {"12.5\u56DB\u6368\u4E94\u5165", edge::half_away_from_zero},
      {"Round 2.5, half to even", edge::half_to_even},
      {"banker's rounding of 0.125", edge::half_to_even}});
}

TEST_CASE("other digits, no instruction, other words") {
  check_absent<edge>({"Round 2.344 to two places", "2.345", "surround 2.5", "round",
      "around 25 people", "ground 35", "2.5 is even", "Round 1.5e3", "grounded 5", ""});
}
