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
  CHECK(airway.lower == Approx(-.1240).epsilon(5e-4));
  CHECK(airway.upper == Approx(-.0054).epsilon(1e-2));
  // [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013
  const auto small = ts::tango_interval({1, 7, 1, 12}).value();
  CHECK(small.lower == Approx(-.51723).epsilon(1e-5));
  CHECK(small.upper == Approx(-.02600).epsilon(2e-4));
}

TEST_CASE("Tango: gate cases computed from the formula, margin .03, one-sided 95 %") {
  CHECK(ts::tango_interval(flips(30, 28, 2000), gate_level).value().lower ==
        Approx(-.005379).epsilon(1e-4));
  const auto open = ts::tango_interval(flips(6, 9, 150), gate_level).value();
  CHECK(open.lower == Approx(-.066192).epsilon(1e-5));
  CHECK(open.upper == Approx(.024180).epsilon(3e-5));
  CHECK(ts::tango_interval(flips(5, 60, 1000), gate_level).value().upper ==
        Approx(-.042901).epsilon(2e-5));
  const auto none = ts::tango_interval(flips(0, 0, 50), gate_level).value();
  CHECK(none.lower == Approx(-.051333).epsilon(1e-5));
  CHECK(none.upper == Approx(.051333).epsilon(1e-5));
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
}

TEST_CASE("Tango: millions of pairs") {
  const auto ci = ts::tango_interval({4'000'000, 5'000, 5'000, 1'000'000}).value();
  // Far from the corners the score and the Wald interval coincide: z sqrt(10000) / n.
  CHECK(ci.upper == Approx(1.959963984540054 * 100 / 5'010'000).epsilon(1e-3));
  CHECK(ci.lower == -ci.upper);
}
