#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/non_ascii_digits.hpp>

using edge = tailgate::numeric_edge::non_ascii_digits;

TEST_CASE("digits of other scripts") {
  check_present<edge>({{"\uFF11\uFF12", edge::full_width}, {"x\uFF10", edge::full_width},
      {"\u0664\u0662", edge::of_a_script}, {"\u0967+\u0968", edge::of_a_script},
      {"\u0E52\u0E55", edge::of_a_script}, {"\U0001D7CF", edge::of_a_script},
      {"\u4E09\u767E\u4E8C\u5341\u4E00", edge::cjk}, {"\u4E8C\u3007\u4E8C\u56DB\u5E74", edge::cjk},
      {"3\u5343", edge::cjk}, {"\u5341\u4E94\u4E2A", edge::cjk},
      {"\uFF11 \u5341\u4E94", edge::cjk}});
}

TEST_CASE("ASCII, single CJK numerals, other numeric characters") {
  check_absent<edge>({"123", "", "\u4E00\u4E2A", "\u00B2", "\u2460", "\u2163", "\u4E07\u4E07",
      "\u00BD", "caf\u00E9 12", "\u5341 \u4E94", "\xFF\x30"});
}
