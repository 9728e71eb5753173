#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/units.hpp>

using edge = tailgate::numeric_edge::units;

TEST_CASE("units, prefixes and conversions") {
  check_present<edge>({{"12 km", edge::unit}, {"5lb of flour", edge::unit},
      {"20 miles", edge::unit}, {"a 3.5-kilogram cat", edge::unit}, {"90 km/h", edge::unit},
      {"21 \u00B0"
       "C",
          edge::unit},
      {"16 GiB", edge::unit}, {"3.5k", edge::magnitude_prefix},
      {"2M users", edge::magnitude_prefix}, {"64Ki", edge::magnitude_prefix},
      {"Convert 5 km to miles", edge::conversion}, {"How many feet is 3 yd?", edge::conversion},
      {"express 20 mph in m/s", edge::conversion}});
}

TEST_CASE("ordinals, times of day, words") {
  check_absent<edge>({"12 apples", "km", "the 5th", "21st", "10 am", "5pm", "convert 12 to hex",
      "12 kings", "x5m", "5 in the", "3metres3", "12", "how many 3", ""});
}
