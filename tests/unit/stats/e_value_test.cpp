#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/e_value.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::flip_direction;

TEST_CASE("e-values of a uniform mixture, computed from the formula") {
  CHECK(ts::flip_e_value({0, 5, 0, 0}) == rounds_to("5.33333"));
  CHECK(ts::flip_e_value({0, 12, 2, 0}) == rounds_to("12.00293"));
  CHECK(ts::flip_e_value({0, 15, 19, 0}) == rounds_to(".264473"));
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

TEST_CASE("e-values: thousands of gains are weak evidence of losses, not none") {
  // Uniform on (1/2, 1): 2^g * 2 * integral of (1 - p)^g = 1 / (g + 1), although I underflows.
  for (const std::uint64_t gained : {1000u, 1100u, 5000u, 100000u})
    CHECK(ts::flip_log_e_value({0, 0, gained, 0}, flip_direction::loss) ==
          Approx(-std::log(static_cast<double>(gained) + 1)).epsilon(1e-10));
  CHECK_THROWS_AS(
      (void)ts::flip_e_value({}, flip_direction::loss, {.lost = NAN}), tailgate::argument_error);
}
