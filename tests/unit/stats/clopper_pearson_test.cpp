#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/clopper_pearson.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Clopper-Pearson: 18 of 20 as in statsmodels' tests (values of R's binom)") {
  const auto ci = ts::clopper_pearson_interval(18, 20).value();
  CHECK(ci.lower == rounds_to(".6830172859809"));
  CHECK(ci.upper == rounds_to(".9876514728297"));
}

TEST_CASE("Clopper-Pearson: none and all of 10 as in scipy's tests (values of R)") {
  CHECK(ts::clopper_pearson_interval(0, 10).value().lower == 0.0);
  CHECK(ts::clopper_pearson_interval(0, 10).value().upper == rounds_to(".3084971"));
  CHECK(ts::clopper_pearson_interval(10, 10).value().lower == rounds_to(".6915029"));
  CHECK(ts::clopper_pearson_interval(10, 10).value().upper == 1.0);
  CHECK(ts::clopper_pearson_interval(0, 0).why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("Clopper-Pearson: further published intervals") {
  struct row {
    std::uint64_t successes, trials;
    const char *lower, *upper;
  };
  for (const auto& r : {
           // R's binom.confint, as in statsmodels' tests
           row{4, 20, ".05733399705003284", ".436614002996668"},
           row{4, 200, ".005475565879556443", ".05041360908989634"},
           row{190, 200, ".9099724622986486", ".975765834527891"},
           // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E)
           row{15, 148, ".0578", ".1617"},
           row{0, 20, "0", ".1684"},
           row{1, 29, ".0009", ".1776"},
           // SAS, as in the tests of DBCI
           row{84, 101, ".744242147979102", ".898781606243792"},
       }) {
    const auto ci = ts::clopper_pearson_interval(r.successes, r.trials).value();
    CHECK(ci.lower == rounds_to(r.lower));
    CHECK(ci.upper == rounds_to(r.upper));
  }
}
