#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <string>
#include <tailgate/strata/numeric_edge/long_integer.hpp>

using tailgate::numeric_finding;
using tailgate::numeric_state;
using edge = tailgate::numeric_edge::long_integer;

TEST_CASE("long integers by the longest run") {
  check_present<edge>({{"12345", edge::digits_5_to_8}, {"12 and 12345678", edge::digits_5_to_8},
      {"123456789", edge::digits_9_to_14}, {"12345678901234", edge::digits_9_to_14},
      {"x123456789012345", edge::digits_15_to_20}, {"12345678901234567890", edge::digits_15_to_20},
      {"123456789012345678901", edge::over_20_digits}, {"3.14159", edge::digits_5_to_8},
      {"\u0661\u0662\u0663\u0664\u0665", edge::digits_5_to_8}});
}

TEST_CASE("shorter runs are the control band") {
  for (const std::string text : {"1", "1234", "1,234,567", "12 345 6789", "1234x5678", "9.9"}) {
    CAPTURE(text);
    const numeric_finding found = edge::detect(tailgate::detail::scanned_text(text));
    CHECK(found.state == numeric_state::control);
    CHECK(found.band == edge::up_to_4_digits);
  }
  check_absent<edge>({"", "five", "\u4E94", "x"});
}
