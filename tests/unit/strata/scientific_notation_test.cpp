#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/scientific_notation.hpp>

using edge = tailgate::numeric_edge::scientific_notation;

TEST_CASE("mantissa and power of ten") {
  check_present<edge>({{"1.5e3", edge::exponent_below_5}, {"2E-4", edge::exponent_below_5},
      {"1.5 x 10^3", edge::exponent_below_5}, {"1.5\u00D710\u00B3", edge::exponent_below_5},
      {"6.02e23", edge::exponent_of_5_or_more}, {"1E+05", edge::exponent_of_5_or_more},
      {"3 \u00D7 10^{-7}", edge::exponent_of_5_or_more},
      {"1.6 \u00D7 10\u207B\u00B9\u2079 C", edge::exponent_of_5_or_more},
      {"4*10**8", edge::exponent_of_5_or_more}, {"5e\u22126", edge::exponent_of_5_or_more},
      {"1e2 and 1e9", edge::exponent_of_5_or_more}});
}

TEST_CASE("letters, hexadecimal digits and products") {
  check_absent<edge>({"1e", "e5", "2em", "0x1e5", "550e8400-e29b", "a1e5", "1e5x", "1e5_0", "3*10",
      "10^3", "5 x 100", "1e+", ""});
}
