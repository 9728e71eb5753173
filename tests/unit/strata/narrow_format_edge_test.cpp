#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/narrow_format_edge.hpp>

using edge = tailgate::numeric_edge::narrow_format_edge;

TEST_CASE("edges of integers and 8-bit floats") {
  check_present<edge>({{"127", edge::narrow_integer}, {"x = -128", edge::narrow_integer},
      {"7 and -8", edge::narrow_integer}, {"int4 of 7", edge::narrow_integer},
      {"a 4-bit -8", edge::narrow_integer}, {"64-bit, then 4-bit: 7", edge::narrow_integer},
      {"448.0", edge::narrow_float}, {"57344", edge::narrow_float}, {"-448", edge::narrow_float},
      {"2147483647", edge::bits_32}, {"-2147483648", edge::bits_32},
      {"2,147,483,648", edge::bits_32}, {"9007199254740993", edge::bits_53},
      {"9223372036854775808", edge::bits_64}, {"18446744073709551615", edge::bits_64},
      {"127 and 18446744073709551616", edge::bits_64}});
}

TEST_CASE("neighbours of the edges") {
  check_absent<edge>(
      {"126", "128", "-127", "7", "-8", "7 of 64-bit", "447", "449", "57345", "2147483646",
          "9007199254740994", "9223372036854775809", "18446744073709551614", "7 or 8", ""});
}
