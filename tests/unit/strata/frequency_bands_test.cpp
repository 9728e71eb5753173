#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/strata/frequency_bands.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("frequency_bands: a band begins where the more frequent types hold its share") {
  // Masses in front of each: 0, 500, 800, 950, 990, 999 of 1000, exactly the ends of the bands.
  const std::vector<std::uint64_t> on_the_ends{500, 300, 150, 40, 9, 1};
  const frequency_bands bands(on_the_ends);
  for (std::size_t i = 0; i < on_the_ends.size(); ++i)
    CHECK(bands.band(on_the_ends[i]) == i);
  CHECK(bands.band(0) == 5);
  // One less in front of each leaves every type in the band before.
  const std::vector<std::uint64_t> just_before{499, 300, 150, 40, 9, 2};
  const frequency_bands before(just_before);
  const std::size_t expected[] = {0, 0, 1, 2, 3, 4};
  for (std::size_t i = 0; i < just_before.size(); ++i)
    CHECK(before.band(just_before[i]) == expected[i]);
}

TEST_CASE("frequency_bands: equal counts share a band, and order does not matter") {
  const frequency_bands uniform({3, 3, 3, 3, 0});
  CHECK(uniform.band(3) == 0);
  CHECK(uniform.band(2) == 5);
  CHECK(frequency_bands({1, 60, 1, 38}) == frequency_bands({60, 38, 1, 1}));
  CHECK(frequency_bands({7}).band(7) == 0);
}

TEST_CASE("frequency_bands: the bands are those of the definition on a skewed corpus") {
  philox_stream stream(3);
  std::vector<std::uint64_t> counts;
  counts.reserve(400);
  for (std::uint32_t i = 1; i <= 400; ++i)
    counts.push_back(20'000 / (i * i) + stream.below(3));
  std::uint64_t total = 0;
  for (const std::uint64_t n : counts)
    total += n;
  const frequency_bands bands(counts);
  for (const std::uint64_t n : counts) {
    std::uint64_t more_frequent = 0;
    for (const std::uint64_t other : counts)
      more_frequent += other > n ? other : 0;
    std::size_t band = 5;
    for (std::size_t k = 5; k-- > 0;)
      if (more_frequent * 1000 < total * rarity_band_ends[k])
        band = k;
    CHECK(bands.band(n) == (n == 0 ? 5 : band));
  }
}

TEST_CASE("frequency_bands: large counts neither overflow nor round") {
  const std::uint64_t half = std::uint64_t{1} << 63;
  const frequency_bands bands({half, half - 1});
  CHECK(bands.band(half) == 0);
  CHECK(bands.band(half - 1) == 1); // the other holds just over a half
  CHECK_THROWS_AS(frequency_bands({half, half}), argument_error);
  CHECK_THROWS_AS(frequency_bands({}), argument_error);
  CHECK_THROWS_AS(frequency_bands({0, 0}), argument_error);
}
