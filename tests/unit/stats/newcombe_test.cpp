#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/newcombe.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Newcombe: published intervals") {
  // [[59, 6], [16, 80]], contingencytables (R), chapter 8
  const ts::paired_counts table{59, 16, 6, 80};
  CHECK(table.difference().value() == rounds_to("-.0621"));
  const auto airway = ts::newcombe_interval(table).value();
  CHECK(airway.lower == rounds_to("-.1186"));
  CHECK(airway.upper == rounds_to("-.0046"));
  // [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013
  const auto small = ts::newcombe_interval({1, 7, 1, 12}).value();
  CHECK(small.lower == rounds_to("-.50692"));
  CHECK(small.upper == rounds_to("-.02556"));
  // [[1, 0], [0, 1]] and all zeros, contingencytables (R), chapter 8
  const auto tiny = ts::newcombe_interval({1, 0, 0, 1}).value();
  CHECK(tiny.lower == rounds_to("-.5734"));
  CHECK(tiny.upper == rounds_to(".5734"));
  CHECK(ts::newcombe_interval({}).why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("Newcombe: exchanging the models mirrors the interval") {
  const auto a = ts::newcombe_interval({40, 9, 2, 11}).value();
  const auto b = ts::newcombe_interval({40, 2, 9, 11}).value();
  CHECK(a.lower == Approx(-b.upper).epsilon(1e-14));
  CHECK(a.upper == Approx(-b.lower).epsilon(1e-14));
}

TEST_CASE("Newcombe: an empty margin has correlation 0 and the interval stays within [-1, 1]") {
  const auto all_right = ts::newcombe_interval({50, 0, 0, 0}).value();
  CHECK(all_right.lower < 0);
  CHECK(all_right.upper > 0);
  CHECK(ts::newcombe_interval({0, 3, 0, 0}).value().lower == -1.0);
}

TEST_CASE("Newcombe: further published intervals, as in the tests of ratesci (R)") {
  // Newcombe 1998, method 10
  const auto sputum = ts::newcombe_interval({20, 2, 12, 16}).value();
  CHECK(sputum.lower == rounds_to(".0562"));
  CHECK(sputum.upper == rounds_to(".3292"));
  // Tang, Ling, Ling, Tian 2010
  const auto small = ts::newcombe_interval({8, 1, 3, 2}).value();
  CHECK(small.lower == rounds_to("-.1574"));
  CHECK(small.upper == rounds_to(".4136"));
  // Chang 2024
  const auto sleep = ts::newcombe_interval({7, 2, 25, 68}).value();
  CHECK(sleep.lower == rounds_to(".133"));
  CHECK(sleep.upper == rounds_to(".318"));
}

TEST_CASE("Newcombe, independent items: table II of the first paper, method 10") {
  struct row {
    ts::marginal_counts counts; // the first proportion of a row of the table is the candidate's
    const char *lower, *upper;
  };
  for (const auto& r :
      {row{{48, 80, 56, 70}, ".0524", ".3339"}, row{{3, 10, 9, 10}, ".1705", ".8090"},
          row{{2, 7, 6, 7}, ".0582", ".8062"}, row{{0, 29, 5, 56}, "-.0381", ".1926"},
          row{{0, 20, 0, 10}, "-.1611", ".2775"}, row{{0, 10, 0, 10}, "-.2775", ".2775"},
          row{{0, 20, 10, 10}, ".6791", "1.0000"}, row{{0, 10, 10, 10}, ".6075", "1.0000"},
          // SAS, as in the tests of DescTools and DBCI; Perondi et al. 2004, contingencytables (R)
          row{{89, 105, 84, 101}, "-.1177", ".0851"}, row{{1, 34, 7, 34}, ".0189", ".3404"}}) {
    CAPTURE(r.lower);
    const auto ci = ts::newcombe_independent_interval(r.counts).value();
    CHECK(ci.lower == rounds_to(r.lower));
    CHECK(ci.upper == rounds_to(r.upper));
  }
}

TEST_CASE("Newcombe, independent items: what cannot be said is undefined") {
  CHECK(ts::newcombe_independent_interval({0, 0, 1, 2}).why() ==
        tailgate::undefined_reason::no_items);
  CHECK(ts::newcombe_independent_interval({1, 2, 0, 0}).why() ==
        tailgate::undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::newcombe_independent_interval({3, 2, 1, 2}), tailgate::argument_error);
}
