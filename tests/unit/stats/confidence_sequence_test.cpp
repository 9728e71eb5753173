#include <doctest/doctest.h>
#include <tailgate/stats/confidence_sequence.hpp>
#include <tailgate/stats/wilson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("confidence sequence: values of the confseq package's tests (alpha .05)") {
  struct row {
    std::uint64_t successes, trials;
    double tuned_for, lower, upper;
  };
  for (const auto& r : {row{700, 1000, 100, .651629, .745949}, row{15, 50, 50, .129556, .511896},
           row{5, 50, 50, .013021, .269264}, row{1, 50, 50, 0, .13489}, row{1, 2, 50, 0, 1},
           row{100, 200, 1, .328923, .671076}, row{0, 1, 50, 0, 1}, row{1, 1, 50, 0, 1}}) {
    CAPTURE(r.successes);
    CAPTURE(r.trials);
    const auto ci = ts::bernoulli_confidence_sequence(r.successes, r.trials, r.tuned_for);
    CHECK(ci.lower == Approx(r.lower).scale(1).epsilon(2e-6));
    CHECK(ci.upper == Approx(r.upper).scale(1).epsilon(2e-6));
  }
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
