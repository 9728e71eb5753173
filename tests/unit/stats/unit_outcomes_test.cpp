#include <cstdint>
#include <doctest/doctest.h>
#include <map>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/unit_outcomes.hpp>

namespace ts = tailgate::stats;

namespace {

/// mean -> units
std::map<double, std::uint64_t> histogram(const ts::unit_outcomes& units) {
  std::map<double, std::uint64_t> result;
  for (const auto& [mean, count] : units.means())
    result[mean] += count;
  return result;
}

} // namespace

TEST_CASE("unit outcomes: equal means are one entry, whatever the size of the cluster") {
  ts::unit_outcomes units;
  units.add({.both = 3, .lost = 1});
  units.add({.both = 4, .lost = 3, .gained = 1});
  units.add({.lost = 1});
  units.add({.gained = 2, .neither = 1});
  units.add({.lost = 2, .gained = 2});
  units.add({});
  CHECK(units.units() == 5);
  CHECK(units.items() == ts::paired_counts{7, 7, 5, 1});
  CHECK(histogram(units) ==
        std::map<double, std::uint64_t>{{-1, 1}, {-0.25, 2}, {0, 1}, {2.0 / 3, 1}});
}

TEST_CASE("unit outcomes: items that stand alone are units of one item") {
  ts::unit_outcomes by_table, one_by_one;
  by_table.add_items({.both = 5, .lost = 2, .gained = 1, .neither = 3});
  for (int i = 0; i < 5; ++i)
    one_by_one.add({.both = 1});
  for (int i = 0; i < 3; ++i)
    one_by_one.add({.neither = 1});
  one_by_one.add({.gained = 1});
  one_by_one.add({.lost = 1});
  one_by_one.add({.lost = 1});
  CHECK(by_table == one_by_one);
  CHECK(by_table.units() == 11);
  by_table.add_items({});
  CHECK(by_table == one_by_one);
}

TEST_CASE("unit outcomes: shards in any order add up to the same state") {
  tailgate::philox_stream random(11);
  ts::unit_outcomes whole, even, odd;
  for (int i = 0; i < 200; ++i) {
    ts::paired_counts cluster;
    const auto size = random.below(12) + 1;
    for (std::uint32_t item = 0; item < size; ++item)
      cluster.add(random.below(4) != 0, random.below(4) != 0);
    whole.add(cluster);
    (i % 2 == 0 ? even : odd).add(cluster);
  }
  odd += even;
  CHECK(odd == whole);
  odd += odd;
  CHECK(odd.units() == 2 * whole.units());
}
