#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/tango_power.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::discordance;
using ts::margin_verdict;

namespace {

/// The power by adding up every table of n pairs.
double enumerated(
    std::uint64_t n, const discordance& p, double margin, double alpha, margin_verdict verdict) {
  double sum = 0;
  const auto log_power = [](std::uint64_t k, double q) {
    return k == 0 ? 0 : static_cast<double>(k) * std::log(q);
  };
  const auto log_factorial = [](std::uint64_t k) {
    return std::lgamma(static_cast<double>(k) + 1);
  };
  for (std::uint64_t lost = 0; lost <= n; ++lost)
    for (std::uint64_t gained = 0; lost + gained <= n; ++gained) {
      const ts::paired_counts table{n - lost - gained, lost, gained, 0};
      const auto p_value = verdict == margin_verdict::no_worse
                               ? ts::tango_noninferiority_p_value(table, margin)
                               : ts::tango_inferiority_p_value(table, margin);
      if (p_value.value() < alpha)
        sum += std::exp(log_factorial(n) - log_factorial(lost) - log_factorial(gained) -
                        log_factorial(n - lost - gained) + log_power(lost, p.lost) +
                        log_power(gained, p.gained) +
                        log_power(n - lost - gained, 1 - p.lost - p.gained));
    }
  return sum;
}

} // namespace

TEST_CASE("Tango's power: the complete enumeration of every table") {
  for (const std::uint64_t n : {1u, 7u, 40u, 90u})
    for (const discordance& p : {discordance{.02, .02}, discordance{.2, .05}, discordance{.05, .3}})
      for (const double margin : {.03, .1, -.05})
        for (const auto verdict : {margin_verdict::no_worse, margin_verdict::worse})
          CHECK(ts::tango_power(n, p, margin, .05, verdict) ==
                Approx(enumerated(n, p, margin, .05, verdict)).epsilon(1e-10));
}

TEST_CASE("Tango's power: at the margin it is the level") {
  // The level of the score test, which simulations of this library put near .05.
  CHECK(ts::tango_power(1000, {.lost = .08, .gained = .05}, .03) == Approx(.05).epsilon(.1));
  CHECK(ts::tango_power(1000, {.lost = .08, .gained = .05}, .03, .05, margin_verdict::worse) ==
        Approx(.05).epsilon(.1));
}

TEST_CASE("Tango's power: pairs without a flip") {
  // Shown no worse when z^2 / (n + z^2) < margin: from 88 pairs on for 3 points.
  CHECK(ts::tango_power(87, {}, .03) == 0.0);
  CHECK(ts::tango_power(88, {}, .03) == 1.0);
  CHECK(ts::tango_sample_size({}, .03).value() == 88);
  CHECK(ts::tango_power(0, {}, .03) == 0.0);
}

TEST_CASE("Tango's size: the first size from which on the exact power holds") {
  struct {
    discordance p;
    double margin;
    margin_verdict verdict;
  } const cases[] = {{{.02, .02}, .05, margin_verdict::no_worse},
      {{.05, .06}, .1, margin_verdict::no_worse}, {{.2, .05}, .05, margin_verdict::worse},
      {{.3, 0}, .1, margin_verdict::worse}};
  for (const auto& c : cases) {
    const auto size = ts::tango_sample_size(c.p, c.margin, .05, .8, c.verdict).value();
    std::uint64_t last_short = 0;
    for (std::uint64_t n = 1; n < size + 60; ++n)
      if (ts::tango_power(n, c.p, c.margin, .05, c.verdict) < .8)
        last_short = n;
    CHECK(size == last_short + 1);
    const auto rough =
        static_cast<double>(ts::tango_approximate_size(c.p, c.margin, .05, .8, c.verdict).value());
    CHECK(std::abs(rough - static_cast<double>(size)) < 10 + .05 * rough);
  }
}

TEST_CASE("Tango's size: the approximation is close for many pairs") {
  const discordance p{.lost = .051, .gained = .05};
  const auto n = ts::tango_approximate_size(p, .01).value();
  CHECK(n > 5000);
  CHECK(ts::tango_power(n, p, .01) == Approx(.8).epsilon(.01));
  // s0 = s1 for large n: n = (1.644854 + .841621)^2 (.101 - 1e-6) / .009^2
  CHECK(static_cast<double>(n) == Approx(7709).epsilon(.01));
}

TEST_CASE("Tango's size: undefined and refused cases") {
  using tailgate::undefined_reason;
  CHECK(ts::tango_sample_size({.03, 0}, .03).why() == undefined_reason::not_invertible);
  CHECK(ts::tango_sample_size({.1, 0}, .03).why() == undefined_reason::not_invertible);
  CHECK(ts::tango_sample_size({.01, .01}, .03, .05, .8, margin_verdict::worse).why() ==
        undefined_reason::not_invertible);
  CHECK(ts::tango_sample_size({.01, .01}, .03, 0).why() == undefined_reason::not_invertible);
  CHECK(ts::tango_sample_size({.01, .01}, .03, .05, 1).why() == undefined_reason::not_invertible);
  CHECK(ts::tango_sample_size({.03 + 1e-9, 0}, .03, .05, .8, margin_verdict::worse).why() ==
        undefined_reason::not_invertible); // more than 1e15 pairs
  CHECK_THROWS_AS((void)ts::tango_power(9, {.7, .6}, .03), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::tango_power(9, {.1, .1}, 1), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::tango_power(9, {.1, .1}, .03, NAN), tailgate::argument_error);
  CHECK(ts::tango_power(9, {.lost = 1, .gained = 0}, .03) == 0.0);
  CHECK(ts::tango_power(9, {.lost = 0, .gained = 1}, .03) == 1.0);
}
