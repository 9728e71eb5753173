#include "../io/thrown.hpp"

#include <cstdint>
#include <doctest/doctest.h>
#include <string_view>
#include <tailgate/strata/context_length.hpp>

using namespace tailgate;

TEST_CASE("context_level: bands end at 8K, 64K and 128K tokens") {
  struct {
    std::uint64_t tokens;
    std::string_view level;
  } const cases[] = {{0, "0-8K"}, {8'192, "0-8K"}, {8'193, "8K-64K"}, {65'536, "8K-64K"},
      {65'537, "64K-128K"}, {131'072, "64K-128K"}, {131'073, "128K+"}, {10'000'000, "128K+"}};
  for (const auto& c : cases)
    CHECK(context_level(c.tokens) == c.level);
}

TEST_CASE("needle_level: thirds and deciles, exact at their borders") {
  struct {
    needle_place needle;
    std::string_view third;
    std::string_view decile;
  } const cases[] = {{{0, 1}, "first third", "0-10 %"}, {{0, 90}, "first third", "0-10 %"},
      {{9, 90}, "first third", "10-20 %"}, {{29, 90}, "first third", "30-40 %"},
      {{30, 90}, "middle third", "30-40 %"}, {{59, 90}, "middle third", "60-70 %"},
      {{60, 90}, "last third", "60-70 %"}, {{81, 90}, "last third", "90-100 %"},
      {{89, 90}, "last third", "90-100 %"},
      {{(std::uint64_t{1} << 60) - 2, (std::uint64_t{1} << 60) - 1}, "last third", "90-100 %"}};
  for (const auto& c : cases) {
    CHECK(needle_level(c.needle) == c.third);
    CHECK(needle_level(c.needle, needle_grid::deciles) == c.decile);
  }
  CHECK(context_level(70'000, 69'999) == "64K-128K, last third");
  CHECK(context_level(100, 55, needle_grid::deciles) == "0-8K, 50-60 %");
  for (const needle_place bad : {needle_place{0, 0}, needle_place{5, 5}, needle_place{6, 5},
           needle_place{0, std::uint64_t{1} << 60}})
    CHECK(thrown_by<argument_error>([&] { (void)needle_level(bad); }).number == 284);
}
