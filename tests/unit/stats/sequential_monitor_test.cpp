#include <doctest/doctest.h>
#include <tailgate/stats/sequential_monitor.hpp>
#include <vector>

namespace ts = tailgate::stats;

TEST_CASE("sequential looks: damage is claimed only after the minimum exposure") {
  const std::vector<ts::paired_counts> early{{5, 12, 0, 0}, {90, 0, 0, 10}};
  const auto first = ts::sequential_look(early);
  CHECK(first[0].e_value > 100);
  CHECK_FALSE(first[0].exposed);
  CHECK_FALSE(first[0].damaged);
  CHECK(first[0].adjusted <= 1);
  const std::vector<ts::paired_counts> later{{60, 12, 0, 0}, {90, 0, 0, 10}};
  const auto second = ts::sequential_look(later);
  CHECK(second[0].damaged);
  CHECK_FALSE(second[1].damaged);
  const std::vector<ts::paired_counts> better{{60, 0, 12, 0}};
  CHECK_FALSE(ts::sequential_look(better)[0].damaged);
}
