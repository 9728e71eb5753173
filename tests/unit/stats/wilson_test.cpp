#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/wilson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Wilson: 18 of 20 as in statsmodels' tests (values of R's binom)") {
  const auto ci = ts::wilson_interval(18, 20).value();
  CHECK(ci.lower == rounds_to(".6989663547715"));
  CHECK(ci.upper == rounds_to(".9721335187862"));
}

TEST_CASE("Wilson: ends reach 0 and 1 exactly, and only there") {
  CHECK(ts::wilson_interval(0, 10).value().lower == 0.0);
  CHECK(ts::wilson_interval(10, 10).value().upper == 1.0);
  CHECK(ts::wilson_interval(0, 10).value().upper > 0.2);
  CHECK(ts::wilson_interval(1, 10).value().lower > 0.0);
  CHECK(ts::wilson_interval(0, 0).why() == tailgate::undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::wilson_interval(3, 2), tailgate::argument_error);
}

TEST_CASE("Wilson: further published intervals") {
  struct row {
    std::uint64_t successes, trials;
    const char *lower, *upper;
  };
  for (const auto& r : {
           // R's binom.confint, as in statsmodels' tests
           row{4, 20, ".0806576625797981", ".4160174322518935"},
           row{4, 200, ".00780442641634947", ".05028708690582643"},
           row{190, 200, ".910421851861224", ".972617354399236"},
           // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E)
           row{15, 148, ".0624", ".1605"},
           row{0, 20, "0", ".1611"},
           row{1, 29, ".0061", ".1718"},
           // SAS, as in the tests of DBCI
           row{84, 101, ".746887910813618", ".892172254445884"},
       }) {
    const auto ci = ts::wilson_interval(r.successes, r.trials).value();
    CHECK(ci.lower == rounds_to(r.lower));
    CHECK(ci.upper == rounds_to(r.upper));
  }
}

TEST_CASE("a design effect counts as that many times fewer trials") {
  const auto fewer = ts::wilson_interval(9, 20).value();
  const auto all = ts::wilson_interval(45, 100, ts::default_confidence, 5).value();
  CHECK(all.lower == doctest::Approx(fewer.lower));
  CHECK(all.upper == doctest::Approx(fewer.upper));
  CHECK_THROWS_AS(
      (void)ts::wilson_interval(9, 20, ts::default_confidence, 0.5), tailgate::argument_error);
}
