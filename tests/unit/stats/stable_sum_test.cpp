#include <algorithm>
#include <bit>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace ts = tailgate::stats;
using ts::stable_sum;

namespace {

/// Doubles of every exponent, subnormals included, that sum without overflow.
std::vector<double> wild_values(std::size_t n) {
  tailgate::philox_stream random(7);
  std::vector<double> values(n);
  for (auto& x : values)
    do
      x = std::bit_cast<double>(random.bits64());
    while (!std::isfinite(x) || std::abs(x) > 1e300);
  return values;
}

std::uint64_t bits(double x) {
  return std::bit_cast<std::uint64_t>(x);
}

} // namespace

TEST_CASE("stable_sum: cancellation over the whole range is exact") {
  CHECK(ts::exact_sum(std::vector<double>{1e308, 1, -1e308}) == 1.0);
  CHECK(ts::exact_sum(std::vector<double>{1, 1e100, 1, -1e100}) == 2.0);
  CHECK(ts::exact_sum(std::vector<double>{1e300, 5e-324, -1e300}) == 5e-324);
  CHECK(ts::exact_sum(std::vector<double>{-3, 1, 1}) == -1.0);
  CHECK(bits(ts::exact_sum(std::vector<double>{2.5, -2.5})) == bits(0.0));
  CHECK(ts::exact_sum({}) == 0.0);
}

TEST_CASE("stable_sum: overflow on the way is harmless, overflow of the sum is infinite") {
  const double big = std::numeric_limits<double>::max();
  CHECK(ts::exact_sum(std::vector<double>{big, big, -big}) == big);
  CHECK(ts::exact_sum(std::vector<double>{-big, -big}) == -std::numeric_limits<double>::infinity());
}

TEST_CASE("stable_sum: rounds once, to nearest, ties to even") {
  const double one = 1;
  const double half_ulp = 0x1p-53;
  CHECK(ts::exact_sum(std::vector<double>{one, half_ulp}) == one); // tie, even below
  CHECK(ts::exact_sum(std::vector<double>{one, half_ulp, 1e-300}) == 1 + 0x1p-52); // above the tie
  CHECK(ts::exact_sum(std::vector<double>{one + 0x1p-52, half_ulp}) == 1 + 0x1p-51);
  CHECK(ts::exact_sum(std::vector<double>{-one, -half_ulp, -5e-324}) == -1 - 0x1p-52);
  CHECK(ts::exact_sum(std::vector<double>{2 - 0x1p-52, half_ulp * 2}) == 2.0); // carries over
}

TEST_CASE("stable_sum: two-term sums equal IEEE addition for every exponent") {
  const auto values = wild_values(2000);
  for (std::size_t i = 1; i < values.size(); ++i)
    REQUIRE(bits(ts::exact_sum(std::vector{values[i - 1], values[i]})) ==
            bits(values[i - 1] + values[i]));
}

TEST_CASE("stable_sum: the same bits for every order and every tree of shards") {
  auto values = wild_values(3001);
  const auto expected = bits(ts::exact_sum(values));
  std::sort(values.begin(), values.end());
  CHECK(bits(ts::exact_sum(values)) == expected);
  std::reverse(values.begin(), values.end());
  CHECK(bits(ts::exact_sum(values)) == expected);

  const std::span<const double> all(values);
  for (const std::size_t shard : {1u, 7u, 1000u, 5000u}) {
    stable_sum forward;
    std::vector<stable_sum> parts;
    for (std::size_t first = 0; first < all.size(); first += shard)
      parts.emplace_back(all.subspan(first, std::min(shard, all.size() - first)));
    for (const auto& part : parts)
      forward.merge(part);
    CHECK(bits(forward.value()) == expected);
    while (parts.size() > 1) { // a balanced tree, from the back
      for (std::size_t i = 0; i < parts.size() / 2; ++i)
        parts[i].merge(parts[parts.size() - 1 - i]);
      parts.resize((parts.size() + 1) / 2);
    }
    CHECK(bits(parts.front().value()) == expected);
  }
}

TEST_CASE("stable_sum: terms that are not finite are remembered in any order") {
  const double infinity = std::numeric_limits<double>::infinity();
  stable_sum sum;
  sum += 1.0;
  CHECK(sum.finite());
  sum += -infinity;
  CHECK_FALSE(sum.finite());
  CHECK(sum.value() == -infinity);
  stable_sum other;
  other += infinity;
  sum.merge(other);
  CHECK(std::isnan(sum.value()));
}
