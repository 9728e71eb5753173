#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/separators.hpp>

using edge = tailgate::numeric_edge::separators;

TEST_CASE("each kind of separator") {
  check_present<edge>({{"1,024", edge::comma_groups}, {"pay $1,234,567.89 now", edge::comma_groups},
      {"12,34,567 rupees", edge::comma_groups}, {"1'024'000", edge::other_groups},
      {"1\u2019024", edge::other_groups}, {"1\u00A0024", edge::other_groups},
      {"1\u202F024\u202F000", edge::other_groups}, {"1.234.567", edge::other_groups},
      {"3,14", edge::decimal_comma}, {"0,125", edge::decimal_comma},
      {"1.234,56", edge::decimal_comma}, {"1\u00A0024,5", edge::decimal_comma},
      {"1.024", edge::ambiguous_point}, {"1,024 or 1.024", edge::ambiguous_point}});
}

TEST_CASE("decimals, lists, versions and pairs") {
  check_absent<edge>({"1024", "1.02", "0.125", "1.2.3", "(3,4)", "1,2,3", "max(17,4,99)", "1, 024",
      "1 024", "192.168.0.1", "1,", ",024", "1'", "2024.001", "1000.125"});
}
