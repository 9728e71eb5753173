#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/e_holm.hpp>
#include <tailgate/stats/e_value.hpp>
#include <tailgate/stats/multiplicity.hpp>
#include <tailgate/stats/sequential_monitor.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::flip_direction;

TEST_CASE("e-values of a uniform mixture, computed from the formula") {
  CHECK(ts::flip_e_value({0, 5, 0, 0}) == Approx(5.33333).epsilon(1e-6));
  CHECK(ts::flip_e_value({0, 12, 2, 0}) == Approx(12.00293).epsilon(1e-6));
  CHECK(ts::flip_e_value({0, 15, 19, 0}) == Approx(.264473).epsilon(3e-6));
  CHECK(ts::flip_e_value({50, 0, 0, 50}) == Approx(1).epsilon(1e-13));
}

TEST_CASE("e-values: five losses by hand for the one-sided bet") {
  // Uniform on (1/2, 1): 2^5 * 2 * integral of p^5 = 64 (1 - 2^-6) / 6 = 10.5
  CHECK(ts::flip_e_value({0, 5, 0, 0}, flip_direction::loss) == Approx(10.5).epsilon(1e-12));
  CHECK(ts::flip_e_value({0, 0, 5, 0}, flip_direction::loss) == Approx(1.0 / 6).epsilon(1e-12));
  CHECK(ts::flip_e_value({}, flip_direction::loss) == Approx(1).epsilon(1e-13));
  CHECK(std::isinf(ts::flip_e_value({0, 5000, 0, 0})));
  CHECK(std::isfinite(ts::flip_log_e_value({0, 5000, 0, 0})));
  CHECK_THROWS_AS(
      (void)ts::flip_e_value({}, flip_direction::either, {.lost = 0}), tailgate::argument_error);
}

TEST_CASE("e-values: the expected value of the next one is the present one under H0") {
  for (const auto direction : {flip_direction::either, flip_direction::loss})
    for (const auto& prior : {ts::flip_prior{}, ts::flip_prior{3, 2}})
      for (std::uint64_t l = 0; l < 12; ++l)
        for (std::uint64_t g = 0; g < 12; ++g) {
          const auto e = [&](std::uint64_t more_lost, std::uint64_t more_gained) {
            return ts::flip_e_value({0, l + more_lost, g + more_gained, 0}, direction, prior);
          };
          CHECK((e(1, 0) + e(0, 1)) / 2 == Approx(e(0, 0)).epsilon(1e-12));
        }
}

TEST_CASE("e-Holm: by hand, and never less than Holm on 1/e") {
  const auto adjusted = ts::e_holm_adjust(std::vector<double>{40, .5, 3});
  CHECK(adjusted[1] == .5);
  CHECK(adjusted[2] == Approx(1.75)); // (3 + .5) / 2
  CHECK(adjusted[0] == Approx(14.5)); // (40 + .5 + 3) / 3
  CHECK_THROWS_AS((void)ts::e_holm_adjust(std::vector<double>{-1}), tailgate::argument_error);

  const std::vector<double> e{2, 90, 7, 33, 1.5, 400};
  std::vector<double> p;
  for (const double value : e)
    p.push_back(1 / value);
  const auto holm = ts::holm_adjust(p);
  const auto e_holm = ts::e_holm_adjust(e);
  for (std::size_t i = 0; i < e.size(); ++i)
    CHECK(e_holm[i] >= 1 / holm[i] - 1e-12);
}

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
