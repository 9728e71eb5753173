#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/decimal_comparison.hpp>

using edge = tailgate::numeric_edge::decimal_comparison;

TEST_CASE("pairs that order otherwise as text") {
  check_present<edge>(
      {{"9.11 and 9.9", edge::one_digit_longer}, {"9.9 or 9.11?", edge::one_digit_longer},
          {"9.90 vs 9.9", edge::one_digit_longer}, {"9.05 and 9.5", edge::one_digit_longer},
          {"-9.11 and -9.9", edge::one_digit_longer}, {"0.125 or 0.4", edge::two_digits_longer},
          {"3.1415 3.9", edge::two_digits_longer}, {"10.5 or 9.25", edge::by_characters},
          {"9.25, 10.5", edge::by_characters}, {"v 9.9; 2; 9.11", edge::one_digit_longer}});
}

TEST_CASE("pairs that order alike, and other numbers") {
  check_absent<edge>({"9.9 and 9.8", "9.91 and 9.9", "9.11 and 8.9", "9.11", "9 and 11",
      "1.2.11 and 1.2.9", "-9.11 and 9.9", "9.11e2 and 9.9", "10.25 and 9.55", ""});
}
