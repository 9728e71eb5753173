#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/miettinen_nurminen.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::marginal_counts;

namespace {
const auto gate_level = ts::confidence_level::one_sided(0.05);

const std::vector<marginal_counts> tables{{80, 100, 70, 100}, {240, 250, 229, 250}, {0, 29, 5, 56},
    {3, 10, 9, 10}, {10, 10, 10, 10}, {0, 7, 7, 7}, {1, 1, 0, 40}, {900, 1000, 9, 10}};
} // namespace

TEST_CASE("Miettinen-Nurminen: Newcombe 1998, table II, method 6") {
  struct row {
    marginal_counts counts; // the first proportion of a row of the table is the candidate's
    const char *lower, *upper;
  };
  for (const auto& r :
      {row{{48, 80, 56, 70}, ".0528", ".3382"}, row{{3, 10, 9, 10}, ".1700", ".8406"},
          row{{2, 7, 6, 7}, ".0342", ".8534"}, row{{0, 29, 5, 56}, "-.0326", ".1933"},
          row{{0, 20, 0, 10}, "-.1658", ".2844"}, row{{0, 10, 0, 10}, "-.2879", ".2879"},
          row{{0, 20, 10, 10}, ".7156", "1.0000"}, row{{0, 10, 10, 10}, ".6636", "1.0000"}}) {
    CAPTURE(r.lower);
    const auto ci = ts::miettinen_nurminen_interval(r.counts).value();
    CHECK(ci.lower == rounds_to(r.lower));
    CHECK(ci.upper == rounds_to(r.upper));
  }
}

TEST_CASE("Miettinen-Nurminen: further published intervals") {
  // SAS, as in the tests of DescTools and DBCI
  const auto sas = ts::miettinen_nurminen_interval({89, 105, 84, 101}).value();
  CHECK(sas.lower == rounds_to("-.1191"));
  CHECK(sas.upper == rounds_to(".0860"));
  // Ritland et al. 2007, as in the tests of contingencytables (R)
  const auto ritland = ts::miettinen_nurminen_interval({15, 72, 0, 16}).value();
  CHECK(ritland.lower == rounds_to("-.3164"));
  CHECK(ritland.upper == rounds_to("-.0056"));
  // Perondi et al. 2004 by diffscoreci of PropCIs (R), as in statsmodels' tests
  const auto perondi = ts::miettinen_nurminen_interval({1, 34, 7, 34}).value();
  CHECK(perondi.lower == rounds_to(".0270416"));
  CHECK(perondi.upper == rounds_to(".3452912"));
}

TEST_CASE("Miettinen-Nurminen: the statistic by mpmath, the likelihood maximised by bisection") {
  const auto t = [](const marginal_counts& c, double d) {
    return ts::miettinen_nurminen_statistic(c, d).value();
  };
  CHECK(t({48, 80, 56, 70}, -.05) == rounds_to("3.2810988035711"));
  CHECK(t({48, 80, 56, 70}, .1) == rounds_to("1.3432387432198"));
  CHECK(t({240, 250, 229, 250}, -.03) == rounds_to("-.65786421890863"));
  CHECK(t({0, 29, 5, 56}, -.03) == rounds_to("1.9362730146777"));
  CHECK(t({10, 10, 10, 10}, -.1) == rounds_to("1.0274023338282"));
  CHECK(ts::miettinen_nurminen_noninferiority_p_value({48, 80, 56, 70}, .05).value() ==
        rounds_to(".000517017574358"));
  CHECK(ts::miettinen_nurminen_inferiority_p_value({240, 250, 229, 250}, .03).value() ==
        rounds_to(".255312692223"));
}

TEST_CASE("Miettinen-Nurminen: the pooled test at difference 0") {
  // (N - 1) / N times Pearson's chi-square, (N - 1) (ad - bc)^2 / (row and column totals).
  const double x = ts::miettinen_nurminen_statistic({30, 50, 33, 40}, 0).value();
  CHECK(x * x == Approx(89 * std::pow(33 * 20 - 7 * 30, 2) / (40.0 * 50 * 63 * 27)).epsilon(1e-13));
}

TEST_CASE("Miettinen-Nurminen: the one-sided tests agree with the ends of the interval") {
  for (const auto& counts : tables) {
    const auto ci = ts::miettinen_nurminen_interval(counts, gate_level).value();
    CHECK(ci.lower >= -1);
    CHECK(ci.upper <= 1);
    if (ci.lower > -1) {
      const double margin = -ci.lower;
      CHECK(ts::miettinen_nurminen_noninferiority_p_value(counts, margin).value() ==
            Approx(.05).epsilon(1e-9));
      if (margin < .999)
        CHECK(ts::miettinen_nurminen_noninferiority_p_value(counts, margin + 1e-4).value() < .05);
    }
    if (ci.upper < 1) {
      const double margin = -ci.upper;
      CHECK(ts::miettinen_nurminen_inferiority_p_value(counts, margin).value() ==
            Approx(.05).epsilon(1e-9));
      if (margin > -.999)
        CHECK(ts::miettinen_nurminen_inferiority_p_value(counts, margin - 1e-4).value() < .05);
    }
    CHECK(ts::miettinen_nurminen_inferiority_p_value(counts, .01).value() +
              ts::miettinen_nurminen_noninferiority_p_value(counts, .01).value() ==
          Approx(1));
  }
}

TEST_CASE("Miettinen-Nurminen: the statistic falls with the hypothetical difference") {
  for (const auto& counts : tables) {
    double last = INFINITY;
    for (int i = -199; i < 200; ++i) {
      const double t = ts::miettinen_nurminen_statistic(counts, i / 200.0).value();
      CHECK(t < last);
      last = t;
    }
  }
}

TEST_CASE("Miettinen-Nurminen: exchanging the models mirrors the interval, bit for bit") {
  for (const auto& c : tables) {
    const auto a = ts::miettinen_nurminen_interval(c).value();
    const auto b = ts::miettinen_nurminen_interval(
        {c.candidate_right, c.candidate_items, c.baseline_right, c.baseline_items})
                       .value();
    CHECK(a.lower == -b.upper);
    CHECK(a.upper == -b.lower);
  }
}

TEST_CASE("Miettinen-Nurminen: millions of items, one item, none") {
  const auto many = ts::miettinen_nurminen_interval({3'000'000, 5'000'000, 3'000'000, 5'000'000});
  // Far from the corners the score and the Wald interval coincide: z sqrt(2 p (1 - p) / n).
  CHECK(many.value().upper ==
        Approx(1.959963984540054 * std::sqrt(2 * .24 / 5e6)).scale(0).epsilon(1e-5));
  const auto one = ts::miettinen_nurminen_interval({1, 1, 1, 1}).value();
  CHECK(one.lower < -.7);
  CHECK(one.upper > .7);
  CHECK(ts::miettinen_nurminen_interval({0, 0, 3, 4}).why() == undefined_reason::no_items);
  CHECK(ts::miettinen_nurminen_statistic({3, 4, 0, 0}, .1).why() == undefined_reason::no_items);
  CHECK(ts::miettinen_nurminen_inferiority_p_value({}, .1).why() == undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::miettinen_nurminen_interval({5, 4, 1, 2}), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::miettinen_nurminen_statistic({1, 4, 1, 2}, NAN), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::miettinen_nurminen_noninferiority_p_value({1, 4, 1, 2}, 3),
      tailgate::argument_error);
}
