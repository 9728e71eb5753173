#include "../io/thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/strata/coarsening.hpp>
#include <tailgate/strata/crossing_counter.hpp>
#include <utility>
#include <vector>

using namespace tailgate;

namespace {

using table = std::vector<std::pair<std::string, std::uint64_t>>;

const std::vector<axis_scale> axes{{"rarity", axis_kind::ordinal, {"A", "B", "C", "D"}},
    {"script", axis_kind::nominal, {}}, {"context", axis_kind::context_length, {"0-8K", "8K-64K"}}};

/// Cells of rarity for one script.
crossing_report by_rarity(const table& counts, std::uint64_t minimum) {
  crossing_counter counter(axes);
  for (const auto& [level, n] : counts)
    counter.count({{"rarity", level}, {"script", "Latn"}}, n);
  return counter.report(minimum);
}

table rarities(const crossing_report& report) {
  table result;
  for (const crossing_cell& cell : report.cells)
    result.emplace_back(*cell.key.level_on("rarity"), cell.count);
  return result;
}

} // namespace

TEST_CASE("coarsening: ordinal levels are merged with neighbours, from the last on") {
  struct {
    table fine, coarse;
  } const cases[] = {
      {{{"A", 50}, {"B", 40}, {"C", 30}, {"D", 20}}, {{"A", 50}, {"B", 40}, {"C", 30}, {"D", 20}}},
      {{{"A", 50}, {"B", 40}, {"C", 30}, {"D", 9}},
          {{"A", 50}, {"B", 40}, {"C to D (merged: C, D)", 39}}},
      {{{"A", 50}, {"B", 8}, {"C", 7}, {"D", 6}}, {{"A", 50}, {"B to D (merged: B, C, D)", 21}}},
      {{{"A", 3}, {"B", 40}, {"C", 30}, {"D", 20}},
          {{"A to B (merged: A, B)", 43}, {"C", 30}, {"D", 20}}},
      {{{"A", 3}, {"B", 4}, {"C", 1}, {"D", 60}}, {{"A to D (merged: A, B, C, D)", 68}}},
      {{{"A", 50}, {"B", 5}, {"C", 30}, {"D", 20}},
          {{"A to B (merged: A, B)", 55}, {"C", 30}, {"D", 20}}},
      {{{"A", 30}, {"C", 5}}, {{"A to C (merged: A, C)", 35}}}, // no prompt has B
      {{{"A", 3}, {"B", 4}}, {{"A to B (merged: A, B)", 7}}},   // too small even so
      {{{"A", 3}}, {{"A", 3}}},
  };
  for (const auto& c : cases) {
    const crossing_report fine = by_rarity(c.fine, 20);
    const coarsening coarse(fine, "rarity");
    CHECK(rarities(coarse.report()) == c.coarse);
    CHECK(coarse.report().total() == fine.total());
    std::size_t places = 0;
    for (const crossing_cell& cell : fine.cells) { // every cell is found again in one that holds it
      const stratum_key& key = coarse.key(cell.key);
      for (const crossing_cell& merged : coarse.report().cells)
        places += merged.key == key;
    }
    CHECK(places == fine.cells.size());
  }
}

TEST_CASE("coarsening: what is too small even when merged goes on being named") {
  const coarsening coarse(by_rarity({{"A", 3}, {"B", 4}}, 20), "rarity");
  REQUIRE(coarse.report().too_small_cells().size() == 1);
  CHECK(coarse.report().too_small_cells()[0].key.name() ==
        "rarity=A to B (merged: A, B) script=Latn");
  CHECK(coarse.report().cells[0].merged_from.size() == 2);
}

TEST_CASE("coarsening: named levels that are too small become one other level") {
  crossing_counter counter(axes);
  const table counts{{"Latn", 100}, {"Thai", 4}, {"Vaii", 3}, {"Cyrl", 50}};
  for (const auto& [script, n] : counts) {
    counter.count({{"rarity", "A"}, {"script", script}}, n);
    counter.count({{"rarity", "B"}, {"script", script}}, 30);
  }
  counter.count({{"rarity", "A"}}, 1); // has no script, and is left alone
  const coarsening coarse(counter.report(20), "script");
  std::vector<std::string> names;
  for (const crossing_cell& cell : coarse.report().cells)
    names.push_back(cell.key.name() + ": " + std::to_string(cell.count));
  CHECK(names == std::vector<std::string>{"rarity=A: 1", "rarity=A script=Cyrl: 50",
                     "rarity=A script=Latn: 100", "rarity=A script=other (merged: Thai, Vaii): 7",
                     "rarity=B script=Cyrl: 30", "rarity=B script=Latn: 30",
                     "rarity=B script=Thai: 30", "rarity=B script=Vaii: 30"});
}

TEST_CASE("coarsening: a second time, along the same axis and along another") {
  const crossing_report fine = by_rarity({{"A", 50}, {"B", 15}, {"C", 6}, {"D", 6}}, 10);
  const coarsening once(fine, "rarity");
  CHECK(rarities(once.report()) == table{{"A", 50}, {"B", 15}, {"C to D (merged: C, D)", 12}});
  crossing_report stricter = once.report();
  stricter.minimum = 20;
  const coarsening twice(stricter, "rarity");
  CHECK(rarities(twice.report()) == table{{"A", 50}, {"B to D (merged: B, C, D)", 27}});
  CHECK(twice.report().cells[1].merged_from.size() == 3);
  CHECK(twice.key(once.key(fine.cells[3].key)) == twice.report().cells[1].key);
}

TEST_CASE("coarsening: lengths are never pooled, and unknown names are refused") {
  const crossing_report fine = by_rarity({{"A", 3}, {"B", 4}}, 20);
  const auto along = [&](const char* axis) {
    return thrown_by<argument_error>([&] { coarsening coarse(fine, axis); }).number;
  };
  CHECK(along("context") == 292);
  CHECK(along("language") == 291);
  const coarsening coarse(fine, "rarity");
  CHECK(thrown_by<argument_error>([&] { (void)coarse.key({{"rarity", "Z"}}); }).number == 293);
}
