#include <doctest/doctest.h>
#include <tailgate/stats/mcnemar.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::mcnemar_method;
using ts::mcnemar_p_value;

TEST_CASE("McNemar: [[59, 6], [16, 80]], contingencytables (R), chapter 8") {
  const ts::paired_counts table{59, 16, 6, 80};
  CHECK(
      mcnemar_p_value(table, mcnemar_method::asymptotic).value() == Approx(.033006).epsilon(2e-5));
  CHECK(mcnemar_p_value(table, mcnemar_method::continuity_corrected).value() ==
        Approx(.055009).epsilon(1e-5));
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == Approx(.052479).epsilon(1e-5));
  CHECK(mcnemar_p_value(table).value() == Approx(.034690).epsilon(2e-5));
}

TEST_CASE("McNemar: [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013") {
  const ts::paired_counts table{1, 7, 1, 12};
  CHECK(mcnemar_p_value(table, mcnemar_method::exact).value() == Approx(.0703125).epsilon(1e-13));
  CHECK(mcnemar_p_value(table, mcnemar_method::mid_p).value() == Approx(.0390625).epsilon(1e-13));
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
