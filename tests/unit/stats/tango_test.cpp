#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/mcnemar.hpp>
#include <tailgate/stats/tango.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::paired_counts;

namespace {
const auto gate_level = ts::confidence_level::one_sided(0.05);

paired_counts flips(std::uint64_t gained, std::uint64_t lost, std::uint64_t pairs) {
  return {pairs - gained - lost, lost, gained, 0};
}
} // namespace

TEST_CASE("Tango: published intervals") {
  // [[59, 6], [16, 80]], contingencytables (R), chapter 8
  const auto airway = ts::tango_interval({59, 16, 6, 80}).value();
  CHECK(airway.lower == rounds_to("-.1240"));
  CHECK(airway.upper == rounds_to("-.0054"));
  // [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013
  const auto small = ts::tango_interval({1, 7, 1, 12}).value();
  CHECK(small.lower == rounds_to("-.51723"));
  CHECK(small.upper == rounds_to("-.02600"));
}

TEST_CASE("Tango: gate cases computed from the formula, margin .03, one-sided 95 %") {
  CHECK(ts::tango_interval(flips(30, 28, 2000), gate_level).value().lower == rounds_to("-.005379"));
  const auto open = ts::tango_interval(flips(6, 9, 150), gate_level).value();
  CHECK(open.lower == rounds_to("-.066192"));
  CHECK(open.upper == rounds_to(".024180"));
  CHECK(ts::tango_interval(flips(5, 60, 1000), gate_level).value().upper == rounds_to("-.042901"));
  const auto none = ts::tango_interval(flips(0, 0, 50), gate_level).value();
  CHECK(none.lower == rounds_to("-.051333"));
  CHECK(none.upper == rounds_to(".051333"));
}

TEST_CASE("Tango: zero flips in fifty pairs do not pass a margin of .03") {
  CHECK(ts::tango_noninferiority_p_value(flips(0, 0, 50), 0.03).value() > 0.05);
  CHECK(ts::tango_noninferiority_p_value(flips(0, 0, 100), 0.03).value() < 0.05);
}

TEST_CASE("Tango: the one-sided tests agree with the ends of the interval") {
  for (const auto& table : {flips(30, 28, 2000), flips(6, 9, 150), flips(5, 60, 1000),
           flips(0, 0, 50), flips(0, 7, 7), flips(3, 0, 40)}) {
    const auto ci = ts::tango_interval(table, gate_level).value();
    if (ci.lower > -1) {
      CHECK(
          ts::tango_noninferiority_p_value(table, -ci.lower).value() == Approx(.05).epsilon(1e-9));
      CHECK(ts::tango_noninferiority_p_value(table, -ci.lower + 1e-4).value() < .05);
    }
    if (ci.upper < 1) {
      CHECK(ts::tango_inferiority_p_value(table, -ci.upper).value() == Approx(.05).epsilon(1e-9));
      CHECK(ts::tango_inferiority_p_value(table, -ci.upper - 1e-4).value() < .05);
    }
    CHECK(ts::tango_inferiority_p_value(table, 0.01).value() +
              ts::tango_noninferiority_p_value(table, 0.01).value() ==
          Approx(1));
  }
}

TEST_CASE("Tango: at difference 0 the statistic is McNemar's") {
  const paired_counts table{59, 16, 6, 80};
  CHECK(2 * ts::tango_inferiority_p_value(table, 0).value() ==
        Approx(ts::mcnemar_p_value(table, ts::mcnemar_method::asymptotic).value()).epsilon(1e-12));
}

TEST_CASE("Tango: exchanging the models mirrors the interval, bit for bit") {
  const auto a = ts::tango_interval({40, 9, 2, 11}).value();
  const auto b = ts::tango_interval({40, 2, 9, 11}).value();
  CHECK(a.lower == -b.upper);
  CHECK(a.upper == -b.lower);
}

TEST_CASE("Tango: tables at the corners") {
  const auto all_lost = ts::tango_interval({0, 7, 0, 0}).value();
  CHECK(all_lost.lower == -1.0);
  CHECK(all_lost.upper < 0.0);
  const auto one = ts::tango_interval({1, 0, 0, 0}).value();
  CHECK(one.lower < -0.7);
  CHECK(one.upper > 0.7);
  CHECK(ts::tango_interval({}).why() == tailgate::undefined_reason::no_items);
  CHECK(ts::tango_noninferiority_p_value({}, 0.1).why() == tailgate::undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::tango_inferiority_p_value({1, 0, 0, 0}, 3), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::tango_statistic({1, 0, 0, 0}, NAN), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::tango_interval({1, 0, 0, 0}, gate_level, NAN), tailgate::argument_error);
}

TEST_CASE("Tango: millions of pairs") {
  const auto ci = ts::tango_interval({4'000'000, 5'000, 5'000, 1'000'000}).value();
  // Far from the corners the score and the Wald interval coincide: z sqrt(10000) / n.
  CHECK(ci.upper == Approx(1.959963984540054 * 100 / 5'010'000).epsilon(1e-3));
  CHECK(ci.lower == -ci.upper);
}

TEST_CASE("Tango: further published intervals") {
  struct row {
    paired_counts table;
    double level;
    const char *lower, *upper;
  };
  for (const auto& r : {
           // contingencytables (R), tests of chapter 8: three pairs, all gained or all lost
           row{{0, 0, 3, 0}, .95, "-.1230", "1.0000"},
           row{{0, 3, 0, 0}, .95, "-1.0000", ".1230"},
           // Tango 1998, tables VII and V, as in the tests of ratesci (R)
           row{{4, 3, 9, 16}, .95, "-.027", ".390"},
           row{{43, 1, 0, 0}, .90, "-.096", ".037"},
           // Tang, Ling, Ling, Tian 2010 and Chang 2024, as in the tests of ratesci (R)
           row{{8, 1, 3, 2}, .95, "-.1670", ".4327"},
           row{{7, 2, 25, 68}, .95, ".139", ".321"},
       }) {
    const auto ci = ts::tango_interval(r.table, ts::confidence_level(r.level)).value();
    CHECK(ci.lower == rounds_to(r.lower));
    CHECK(ci.upper == rounds_to(r.upper));
  }
}
