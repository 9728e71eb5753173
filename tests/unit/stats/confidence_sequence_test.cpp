#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/confidence_sequence.hpp>
#include <tailgate/stats/wilson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("confidence sequence: values of the confseq package's tests (alpha .05)") {
  // Those tests compare within 1e-5; the digits here are of the same equation solved by mpmath.
  struct row {
    std::uint64_t successes, trials;
    double tuned_for, lower, upper;
    const char *exact_lower, *exact_upper;
  };
  for (const auto& r : {row{700, 1000, 100, .651629, .745949, ".65162981387", ".745949500785"},
           row{15, 50, 50, .129556, .511896, ".129556994975", ".511896402536"},
           row{5, 50, 50, .013021, .269264, ".0130217600058", ".269264667151"},
           row{1, 50, 50, 0, .13489, "0", ".134891586682"}, row{1, 2, 50, 0, 1, "0", "1"},
           row{100, 200, 1, .328923, .671076, ".328923354127", ".671076645873"},
           row{0, 1, 50, 0, 1, "0", "1"}, row{1, 1, 50, 0, 1, "0", "1"}}) {
    CAPTURE(r.successes);
    CAPTURE(r.trials);
    const auto ci = ts::bernoulli_confidence_sequence(r.successes, r.trials, r.tuned_for);
    CHECK(std::abs(ci.lower - r.lower) < 1e-5);
    CHECK(std::abs(ci.upper - r.upper) < 1e-5);
    CHECK(ci.lower == rounds_to(r.exact_lower));
    CHECK(ci.upper == rounds_to(r.exact_upper));
  }
}

TEST_CASE("confidence sequence: the mixture behind it, confseq's TestTwoSidedBetaBinomialMixture") {
  // g = .2, h = .8, v_opt = v = 100: p = g, n = v / (g h) = 625, k = n p + s; -0.6941012 at s = 10
  // and the bound 31.4308 at alpha .05, both within 1e-5 there. More digits: mpmath.
  const double l = std::log(20.0);
  const double weight = 625 / (2 * l + std::log(1 + 2 * l)) - 1;
  CHECK(ts::detail::beta_binomial_log_mixture(135, 625, .2, weight) == rounds_to("-.6941012"));
  CHECK(ts::detail::beta_binomial_log_mixture(135, 625, .2, weight) == rounds_to("-.69410117395"));
  CHECK(ts::detail::beta_binomial_log_mixture(125 + 31.4307975961, 625, .2, weight) ==
        Approx(l).epsilon(1e-10));
  CHECK(ts::bernoulli_confidence_sequence(3, 4000, 1000).upper == rounds_to(".00288223357226"));
}

TEST_CASE("confidence sequence: mirrors, and is wider than a fixed-sample interval") {
  const auto a = ts::bernoulli_confidence_sequence(30, 100, 100);
  const auto b = ts::bernoulli_confidence_sequence(70, 100, 100);
  CHECK(a.lower == Approx(1 - b.upper).epsilon(1e-9));
  CHECK(a.upper == Approx(1 - b.lower).epsilon(1e-9));
  const auto fixed = ts::wilson_interval(30, 100).value();
  CHECK(a.lower < fixed.lower);
  CHECK(a.upper > fixed.upper);
  CHECK(ts::bernoulli_confidence_sequence(0, 0, 10) == tailgate::interval{0, 1});
  CHECK(ts::bernoulli_confidence_sequence(0, 5000, 1000).upper < .01);
  CHECK(ts::bernoulli_confidence_sequence(5000, 5000, 1000).lower > .99);
  CHECK_THROWS_AS((void)ts::bernoulli_confidence_sequence(2, 1, 10), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::bernoulli_confidence_sequence(1, 2, 0), tailgate::argument_error);
}
