#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <numeric>
#include <tailgate/kernels/top_k.hpp>
#include <vector>

namespace {

constexpr float never = -std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// All indices, best first, by a stable sort.
std::vector<std::uint32_t> ranking(const std::vector<float>& row) {
  std::vector<std::uint32_t> order(row.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return row[a] > row[b]; });
  return order;
}

} // namespace

TEST_CASE("top_k and rank_of agree with a stable sort, ties included") {
  for (const std::size_t n : std::vector<std::size_t>{1, 2, 15, 16, 17, 255, 256, 257, 3000})
    for (const double grid : {0.0, 4.0}) { // with 4, few different values and so many ties
      auto row = random_floats(n, n, 8);
      if (grid > 0)
        for (float& x : row)
          x = std::round(x / static_cast<float>(grid));
      auto falling = row, rising = row;
      std::sort(rising.begin(), rising.end()); // every logit enters the list
      std::sort(falling.begin(), falling.end(), std::greater<>());
      for (const auto& logits : {row, falling, rising}) {
        const auto order = ranking(logits);
        for (const std::size_t k : std::vector<std::size_t>{0, 1, 2, 5, 100, n, n + 3}) {
          const auto first = order.begin();
          CHECK(tailgate::top_k(logits, k) ==
                std::vector<std::uint32_t>(
                    first, first + static_cast<std::ptrdiff_t>(std::min(k, n))));
        }
        for (std::size_t place = 0; place < n; place += 1 + n / 50)
          CHECK(tailgate::rank_of(logits, order[place]) == place + 1);
      }
    }
}

TEST_CASE("masked tokens and NaN are never listed and come last") {
  const std::vector<float> row{never, 1, not_a_number, 3, never, 3, 2};
  CHECK(tailgate::top_k(row, 10) == std::vector<std::uint32_t>{3, 5, 6, 1});
  CHECK(tailgate::rank_of(row, 1) == 4);
  CHECK(tailgate::rank_of(row, 0) == 5);
  CHECK(tailgate::rank_of(row, 4) == 6);
  CHECK(tailgate::top_k(std::vector<float>(300, never), 2).empty());
  CHECK(tailgate::top_k({}, 2).empty());
}

TEST_CASE("E163: the rank of a token that the row does not have") {
  const std::vector<float> row{1, 2};
  CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::rank_of(row, 2)),
      doctest::Contains("tailgate.E163"), tailgate::argument_error);
}
