#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/mcnemar.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::mcnemar_method;
using ts::mcnemar_p_value;

TEST_CASE("McNemar: [[59, 6], [16, 80]], contingencytables (R), chapter 8") {
  const ts::paired_counts table{59, 16, 6, 80};
  CHECK(mcnemar_p_value(table, mcnemar_method::asymptotic).value() == rounds_to(".033006"));
  CHECK(
      mcnemar_p_value(table, mcnemar_method::continuity_corrected).value() == rounds_to(".055009"));
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == rounds_to(".052479"));
  CHECK(mcnemar_p_value(table).value() == rounds_to(".034690"));
}

TEST_CASE("McNemar: [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013") {
  const ts::paired_counts table{1, 7, 1, 12};
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == rounds_to(".0703125"));
  CHECK(mcnemar_p_value(table, mcnemar_method::mid_p).value() == rounds_to(".0390625"));
}

TEST_CASE("McNemar: as many lost as gained") {
  const ts::paired_counts table{10, 2, 2, 10};
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == 1.0);
  CHECK(mcnemar_p_value(table).value() == Approx(1 - 0.5 * 6 / 16).epsilon(1e-13));
  CHECK(mcnemar_p_value(table, mcnemar_method::asymptotic).value() == 1.0);
  CHECK(mcnemar_p_value(table, mcnemar_method::continuity_corrected).value() == 1.0);
}

TEST_CASE("McNemar: no discordant pair is no evidence; no pair is no result") {
  for (const auto method : {mcnemar_method::mid_p, mcnemar_method::exact,
           mcnemar_method::asymptotic, mcnemar_method::continuity_corrected}) {
    CHECK(mcnemar_p_value({5, 0, 0, 5}, method).value() == 1.0);
    CHECK(mcnemar_p_value({}, method).why() == tailgate::undefined_reason::no_items);
  }
}

TEST_CASE("McNemar: [[23, 15], [19, 31]] as in statsmodels' tests (values of R)") {
  const ts::paired_counts table{23, 15, 19, 31};
  CHECK(
      mcnemar_p_value(table, mcnemar_method::asymptotic).value() == rounds_to(".492716677227088"));
  CHECK(mcnemar_p_value(table, mcnemar_method::continuity_corrected).value() ==
        rounds_to(".606905427217951"));
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == rounds_to(".60759136127308"));
  // 2 P(X <= 15) - P(X = 15) of Binomial(34, 1/2) by Python's fractions
  CHECK(mcnemar_p_value(table).value() == rounds_to(".49955983320251"));
}

TEST_CASE("McNemar: two media for sputum, Armitage and Berry 1994, as in StatsDirect's manual") {
  const ts::paired_counts table{20, 12, 2, 16};
  CHECK(mcnemar_p_value(table, mcnemar_method::continuity_corrected).value() == rounds_to(".0162"));
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == rounds_to(".0129"));
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == rounds_to(".012939453125"));
  CHECK(mcnemar_p_value(table).value() == rounds_to(".00738525390625")); // Python's fractions
}
