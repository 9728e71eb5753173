#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/connor.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::mcnemar_method;

TEST_CASE("Connor: the formula by hand") {
  // psi = .3, d = -.1: (1.959964 sqrt(.3) + .841621 sqrt(.29))^2 / .01 = 233.06
  CHECK(ts::connor_sample_size({.lost = .2, .gained = .1}).value() == 234);
  CHECK(ts::connor_sample_size({.lost = .1, .gained = .1}).why() ==
        tailgate::undefined_reason::not_invertible);
  CHECK_THROWS_AS(
      (void)ts::connor_sample_size({.lost = .7, .gained = .6}), tailgate::argument_error);
}

TEST_CASE("exact power: full enumeration of six pairs") {
  const ts::discordance assumed{.lost = .5, .gained = .1};
  for (const auto method :
      {mcnemar_method::mid_p, mcnemar_method::exact, mcnemar_method::asymptotic}) {
    double expected = 0;
    for (std::uint64_t l = 0; l <= 6; ++l)
      for (std::uint64_t g = 0; l + g <= 6; ++g) {
        const ts::paired_counts table{6 - l - g, l, g, 0};
        if (ts::mcnemar_p_value(table, method).value() > .1)
          continue;
        const auto f = [](std::uint64_t k) { return std::tgamma(static_cast<double>(k) + 1); };
        expected += f(6) / (f(l) * f(g) * f(6 - l - g)) * std::pow(.5, l) * std::pow(.1, g) *
                    std::pow(.4, 6 - l - g);
      }
    CHECK(expected > 0);
    CHECK(ts::mcnemar_power(6, assumed, .1, method) == Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("exact power: Connor's number of pairs comes close to the power asked for") {
  const ts::discordance assumed{.lost = .2, .gained = .1};
  CHECK(ts::mcnemar_power(234, assumed) == Approx(.8).epsilon(.02));
  CHECK(ts::mcnemar_power(234, assumed, .05, mcnemar_method::exact) <
        ts::mcnemar_power(234, assumed));
  CHECK(ts::mcnemar_power(300, {.lost = .1, .gained = .1}) < .0501); // level under H0
  CHECK(ts::mcnemar_power(300, {}) == 0.0);
}

TEST_CASE("Connor: NaN is refused") {
  CHECK_THROWS_AS(
      (void)ts::connor_sample_size({.lost = NAN, .gained = .1}), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::connor_sample_size({.lost = .2, .gained = .1}, NAN), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::mcnemar_power(9, {.lost = .2, .gained = .1}, NAN), tailgate::argument_error);
}

TEST_CASE("Connor: 23 pairs for .45 against .05, powerandsamplesize.com") {
  // Two-sided at 5 % with power .8, and one-sided at 5 % (two-sided at 10 %) with power .9.
  CHECK(ts::connor_sample_size({.lost = .45, .gained = .05}).value() == 23);
  CHECK(ts::connor_sample_size({.lost = .05, .gained = .45}, .1, .9).value() == 23);
}
