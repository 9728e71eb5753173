#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/date_or_time.hpp>

using edge = tailgate::numeric_edge::date_or_time;

TEST_CASE("dates, times and epochs") {
  check_present<edge>({{"2023-05-17", edge::plain}, {"17/05/2023", edge::plain},
      {"5/17/2023", edge::plain}, {"17.05.2023", edge::plain}, {"at 23:40", edge::plain},
      {"9:05:30", edge::plain}, {"17 May 2023", edge::plain}, {"May 17, 2023", edge::plain},
      {"the 3rd of June", edge::plain}, {"03/04/2021", edge::ambiguous_order},
      {"3-4-2021", edge::ambiguous_order}, {"2024-02-29", edge::leap_day},
      {"29 February", edge::leap_day}, {"Feb 29th", edge::leap_day}, {"29/02/2023", edge::leap_day},
      {"Unix time 1700000000", edge::epoch}, {"1970-01-01", edge::epoch},
      {"2038-01-19", edge::beyond_2038}, {"timestamp 2147483647", edge::beyond_2038},
      {"2044-02-29", edge::beyond_2038}});
}

TEST_CASE("numbers that are no dates") {
  check_absent<edge>({"2023", "2023-13-01", "2023-04-31", "30 February", "1.2.3", "17/25/2023",
      "25:70", "3:5", "1:234", "epoch", "1700000000", "May", "12 mayors", "555-123-4567",
      "x2023-05-17", "2023-05-17-1", ""});
}
