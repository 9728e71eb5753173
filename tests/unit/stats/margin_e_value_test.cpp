#include <algorithm>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/e_value.hpp>
#include <tailgate/stats/margin_e_value.hpp>
#include <tailgate/stats/tango.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using ts::margin_e_value;
using ts::paired_counts;

namespace {

/// An item of a stratum in which `lost` and `gained` are the probabilities of a flip.
paired_counts draw(tailgate::philox_stream& random, double lost, double gained) {
  const double u = random.uniform();
  return u < lost            ? paired_counts{.lost = 1}
         : u < lost + gained ? paired_counts{.gained = 1}
                             : paired_counts{.both = 1};
}

/// The mixture written out: bets on single items, multiplied one after the other.
double damage_by_hand(const paired_counts& c, double margin) {
  double total = 0;
  for (int k = 1; k <= 18; ++k) {
    const double first = 0.95 * std::pow(1.0 / 12, 1.5);
    const double fraction = k <= 12 ? 0.95 * std::pow(k / 12.0, 1.5) : first / std::pow(2, k - 12);
    const double bet = fraction / (1 + margin);
    double capital = k <= 12 ? 0.9 / 12 : 0.1 / 6;
    for (std::uint64_t i = 0; i < c.lost; ++i)
      capital *= 1 + bet * (1 - margin);
    for (std::uint64_t i = 0; i < c.gained; ++i)
      capital *= 1 + bet * (-1 - margin);
    for (std::uint64_t i = 0; i < c.both + c.neither; ++i)
      capital *= 1 - bet * margin;
    total += capital;
  }
  return total;
}

} // namespace

TEST_CASE("margin e-values: one without items, and by hand for small tables") {
  for (const double margin : {0.001, 0.03, 0.3, 0.9}) {
    const margin_e_value bets(margin);
    CHECK(bets.margin() == margin);
    CHECK(bets.of(paired_counts{}).log_damage == Approx(0).epsilon(1e-14));
    CHECK(bets.of(paired_counts{}).log_non_inferiority == Approx(0).epsilon(1e-14));
    for (const paired_counts& c :
        {paired_counts{3, 7, 2, 1}, paired_counts{0, 1, 0, 0}, paired_counts{30, 0, 4, 9}})
      CHECK(std::exp(bets.of(c).log_damage) == Approx(damage_by_hand(c, margin)).epsilon(1e-12));
  }
  // The best single bet on zero flips wins 1/(1 - m) an item, so that e stays below (1 - m)^-n:
  // no rule that is safe at every look can pass zero flips earlier than the exact test.
  CHECK(margin_e_value(0.03).of(paired_counts{50, 0, 0, 0}).log_non_inferiority <
        -50 * std::log(0.97));
}

TEST_CASE("margin e-values: the expected next value is the present one at the margin, and falls "
          "within H0") {
  const auto next = [](const margin_e_value& bets, const paired_counts& c, double lost,
                        double gained, bool damage) {
    const auto e = [&](const paired_counts& more) {
      const auto evidence = bets.of(c + more);
      return std::exp(damage ? evidence.log_damage : evidence.log_non_inferiority);
    };
    return lost * e({.lost = 1}) + gained * e({.gained = 1}) +
           (1 - lost - gained) * e({.neither = 1});
  };
  for (const double margin : {0.02, 0.1, 0.5}) {
    const margin_e_value bets(margin);
    for (std::uint64_t lost = 0; lost < 9; ++lost)
      for (std::uint64_t gained = 0; gained < 9; ++gained)
        for (const std::uint64_t same : {0u, 1u, 20u}) {
          const paired_counts c{same, lost, gained, 0};
          const double damage = std::exp(bets.of(c).log_damage);
          const double fine = std::exp(bets.of(c).log_non_inferiority);
          for (const double churn : {0.0, 0.1, 0.2}) {
            const double g = churn;
            CHECK(next(bets, c, g + margin, g, true) == Approx(damage).epsilon(1e-12));
            CHECK(next(bets, c, g + margin, g, false) == Approx(fine).epsilon(1e-12));
            CHECK(next(bets, c, g + margin / 2, g, true) < damage);
            CHECK(next(bets, c, g + margin * 1.1, g, false) < fine);
          }
        }
  }
}

TEST_CASE(
    "margin e-values: a stratum at the margin reaches 20 at any look in at most 5 % of runs") {
  constexpr int runs = 2000, items = 400;
  constexpr double margin = 0.05;
  const margin_e_value bets(margin);
  int damage = 0, fine = 0;
  for (int run = 0; run < runs; ++run) {
    tailgate::philox_stream random(3, 0, static_cast<std::uint64_t>(run));
    paired_counts c;
    double most_damage = 0, most_fine = 0;
    for (int i = 0; i < items; ++i) {
      c += draw(random, 0.05 + margin, 0.05);
      const auto evidence = bets.of(c);
      most_damage = std::max(most_damage, evidence.log_damage);
      most_fine = std::max(most_fine, evidence.log_non_inferiority);
    }
    damage += most_damage >= std::log(20);
    fine += most_fine >= std::log(20);
  }
  const double limit = runs * (0.05 + 3 * std::sqrt(0.05 * 0.95 / runs));
  CHECK(damage <= limit);
  CHECK(fine <= limit);
  CHECK(damage + fine > 0); // the bound is not met by never betting
}

TEST_CASE("margin e-values: clusters enter by their means") {
  const margin_e_value bets(0.1);
  ts::unit_outcomes items;
  items.add_items({.both = 40, .lost = 9, .gained = 2, .neither = 4});
  CHECK(bets.of(items).log_damage ==
        Approx(bets.of(paired_counts{40, 9, 2, 4}).log_damage).epsilon(1e-13));
  // Ten clusters that lost all their items are ten units, not a hundred.
  ts::unit_outcomes clusters;
  for (int i = 0; i < 10; ++i)
    clusters.add({.lost = 10});
  CHECK(bets.of(clusters) == bets.of(paired_counts{.lost = 10}));
  ts::unit_outcomes halves;
  for (int i = 0; i < 10; ++i)
    halves.add({.both = 1, .lost = 1});
  CHECK(bets.of(halves).log_damage > 0);
  CHECK(bets.of(halves).log_damage < bets.of(clusters).log_damage);
  const std::vector<ts::counted_mean> impossible{{1.5, 1}};
  CHECK_THROWS_AS((void)bets.of(impossible), tailgate::argument_error);
}

TEST_CASE("margin e-values: at the margin clusters of correlated items keep the level") {
  constexpr int runs = 1000;
  const margin_e_value bets(0.1);
  int alarms = 0, as_if_independent = 0;
  for (int run = 0; run < runs; ++run) {
    tailgate::philox_stream random(4, 0, static_cast<std::uint64_t>(run));
    ts::unit_outcomes clusters;
    paired_counts items;
    bool alarm = false, naive = false;
    for (int c = 0; c < 60; ++c) { // clusters of ten items that share their fate
      const bool lost = random.uniform() < 0.1;
      const paired_counts cluster = lost ? paired_counts{.lost = 10} : paired_counts{.both = 10};
      clusters.add(cluster);
      items += cluster;
      alarm = alarm || bets.of(clusters).log_damage >= std::log(20);
      naive = naive || bets.of(items).log_damage >= std::log(20);
    }
    alarms += alarm;
    as_if_independent += naive;
  }
  CHECK(alarms <= runs * (0.05 + 3 * std::sqrt(0.05 * 0.95 / runs)));
  CHECK(as_if_independent > runs / 4);
}

TEST_CASE("margin e-values: large damage beyond a margin is found nearly as fast as by direction") {
  // 30 % lost, 2 % gained, margin 3 %: what direction ignores, the unchanged pairs, decides little.
  int margin_items = 0, direction_items = 0;
  const margin_e_value bets(0.03);
  for (std::uint64_t run = 0; run < 200; ++run) {
    tailgate::philox_stream random(5, 0, run);
    paired_counts c;
    bool by_margin = false, by_direction = false;
    while (!by_margin || !by_direction) {
      c += draw(random, 0.3, 0.02);
      by_margin = by_margin || bets.of(c).log_damage >= std::log(20);
      by_direction =
          by_direction || ts::flip_log_e_value(c, ts::flip_direction::loss) >= std::log(20);
      margin_items += !by_margin;
      direction_items += !by_direction;
      REQUIRE(c.total() < 2000);
    }
  }
  CHECK(margin_items < 1.25 * direction_items);
}

TEST_CASE("margin e-values: one-sided flips decide a margin that direction cannot see") {
  // 60 lost and 20 gained of 4000: surely a loss, and surely less than 3 %.
  const paired_counts c{3920, 60, 20, 0};
  CHECK(ts::flip_log_e_value(c, ts::flip_direction::loss) > std::log(20));
  CHECK(margin_e_value(0.03).of(c).log_damage < 0);
  CHECK(margin_e_value(0.03).of(c).log_non_inferiority > std::log(20));
  CHECK(margin_e_value(0.005).of(c).log_damage > 0);
}

TEST_CASE("margin e-values: with many items they decide as Tango's test does") {
  for (const double margin : {0.02, 0.05})
    for (const double beyond : {-0.012, -0.006, 0.006, 0.012})
      for (const double gained : {0.01, 0.1}) {
        const double n = 200000;
        const auto g = static_cast<std::uint64_t>(gained * n);
        const auto l = static_cast<std::uint64_t>((gained + margin + beyond) * n);
        const paired_counts c{static_cast<std::uint64_t>(n) - g - l, l, g, 0};
        const auto evidence = margin_e_value(margin).of(c);
        CHECK((evidence.log_damage > std::log(20)) ==
              (ts::tango_inferiority_p_value(c, margin).value() < 0.05));
        CHECK((evidence.log_non_inferiority > std::log(20)) ==
              (ts::tango_noninferiority_p_value(c, margin).value() < 0.05));
        CHECK(!(evidence.log_damage > 0 && evidence.log_non_inferiority > 0));
      }
}

TEST_CASE(
    "margin e-values: huge counts stay finite as logarithms, impossible margins are refused") {
  const paired_counts huge{1000000000000, 400000000000, 0, 0};
  const auto evidence = margin_e_value(0.03).of(huge);
  CHECK(std::isfinite(evidence.log_damage));
  CHECK(evidence.log_damage > 1e10);
  CHECK(std::isfinite(evidence.log_non_inferiority));
  for (const double margin : {0.0, -0.1, 1.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_AS(margin_e_value{margin}, tailgate::argument_error);
}
