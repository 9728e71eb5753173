#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <tailgate/stats/e_holm.hpp>
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

TEST_CASE(
    "e-Holm after exposure: below the minimum an e-value counts as at most 1, never as more") {
  const std::vector<double> logs{std::log(90.0), std::log(0.2), std::log(30.0)};
  const std::vector<std::uint64_t> seen{40, 40, 50};
  const auto adjusted = ts::e_holm_after_exposure(logs, seen, 50);
  const auto expected = ts::e_holm_adjust(std::vector<double>{1, 0.2, 30});
  REQUIRE(adjusted.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(adjusted[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  // An e-value beyond the range of double is infinite, and leaves the others alone.
  const auto huge = ts::e_holm_after_exposure(
      std::vector<double>{5000, 0}, std::vector<std::uint64_t>{60, 60}, 50);
  CHECK(std::isinf(huge[0]));
  CHECK(huge[1] == 1);
  CHECK_THROWS_AS((void)ts::e_holm_after_exposure(logs, std::vector<std::uint64_t>{1}, 50),
      tailgate::shape_error);
}
