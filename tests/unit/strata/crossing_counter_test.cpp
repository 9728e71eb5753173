#include "../io/thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/strata/crossing_counter.hpp>
#include <vector>

using namespace tailgate;

namespace {

const std::vector<axis_scale> axes{{"rarity", axis_kind::ordinal, {"often", "middle", "rare"}},
    {"script", axis_kind::nominal, {}}};

stratum_key cell(const std::string& rarity, const std::string& script) {
  return {{"rarity", rarity}, {"script", script}};
}

std::vector<std::string> names(const std::vector<crossing_cell>& cells) {
  std::vector<std::string> result;
  result.reserve(cells.size());
  for (const crossing_cell& c : cells)
    result.push_back(c.key.name());
  return result;
}

} // namespace

TEST_CASE("crossing_counter: cells are counted and stand in the order of their levels") {
  crossing_counter counter(axes);
  counter.count(cell("rare", "Latn"), 2);
  counter.count(cell("often", "Thai"));
  counter.count({{"script", "Latn"}}, 4); // nested: no rarity
  counter.count(cell("middle", "Latn"), 50);
  counter.count(cell("often", "Latn"), 100);
  counter.count(cell("rare", "Latn"), 3);
  counter.count(cell("unlisted", "Latn"), 30);
  counter.count(cell("never", "Latn"), 0);
  const crossing_report report = counter.report(5);
  CHECK(names(report.cells) == std::vector<std::string>{"script=Latn", "rarity=often script=Latn",
                                   "rarity=often script=Thai", "rarity=middle script=Latn",
                                   "rarity=rare script=Latn", "rarity=unlisted script=Latn"});
  CHECK(report.cells[4].count == 5);
  CHECK(report.total() == 190);
  CHECK(counter.total() == 190);
  CHECK(names(report.too_small_cells()) ==
        std::vector<std::string>{"script=Latn", "rarity=often script=Thai"});
  CHECK(report.too_small(report.cells[0]));
  CHECK_FALSE(report.too_small(report.cells[4])); // the minimum itself is enough
}

TEST_CASE("crossing_counter: shards merge to the same report in any order") {
  crossing_counter a(axes), b(axes), whole(axes);
  for (int i = 0; i < 60; ++i) {
    const auto key = cell(i % 3 == 0 ? "rare" : "often", "S" + std::to_string(i % 7));
    (i % 2 == 0 ? a : b).count(key);
    whole.count(key);
  }
  crossing_counter ab = a, ba = b;
  ab.merge(b);
  ba.merge(a);
  CHECK(ab.report(3) == whole.report(3));
  CHECK(ba.report(3) == whole.report(3));
}

TEST_CASE("crossing_counter: misuse is refused") {
  const auto number = [](auto f) { return thrown_by<argument_error>(f).number; };
  crossing_counter counter(axes);
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  counter.count(cell("often", "Latn"), most);
  CHECK(number([&] { counter.count(cell("rare", "Latn")); }) == 279);
  crossing_counter other(axes);
  other.count(cell("rare", "Latn"));
  CHECK(number([&] { counter.merge(other); }) == 279);
  CHECK(number([&] { counter.merge(crossing_counter({})); }) == 278);
  CHECK(counter.total() == most);
  CHECK(number([&] { (void)counter.report(0); }) == 290);
  CHECK(crossing_counter(axes).report(1).cells.empty());
}
