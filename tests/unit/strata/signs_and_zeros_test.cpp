#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/signs_and_zeros.hpp>

using edge = tailgate::numeric_edge::signs_and_zeros;

TEST_CASE("minus signs, leading zeros and negative zero") {
  check_present<edge>({{"-5", edge::minus}, {"3*-5", edge::minus}, {"(-5)", edge::minus},
      {"it is -5 out", edge::minus}, {"5 - -3", edge::minus}, {"\u22125", edge::unicode_minus},
      {"8\u22125", edge::unicode_minus}, {"8 \u2212 5", edge::unicode_minus},
      {"007", edge::leading_zeros}, {"00.5", edge::leading_zeros},
      {"agent 007!", edge::leading_zeros}, {"-0", edge::negative_zero},
      {"-0.0", edge::negative_zero}, {"\u22120", edge::negative_zero}});
}

TEST_CASE("differences, labels and decimals") {
  check_absent<edge>({"8-5", "8 - 5", "8 -5", "covid-19", "2024-02-09", "09:05", "0.5", "0", "100",
      "v1.02", "x-05", "1,024", "0x05", "5-0", ""});
}
