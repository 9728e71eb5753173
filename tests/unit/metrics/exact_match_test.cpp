#include "../io/thrown.hpp"
#include "outcomes.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <vector>

using tailgate::exact_match;
using tailgate::stats::confidence_level;

namespace {

const auto level = confidence_level::one_sided(0.05);

double width(const tailgate::paired_summary& row) {
  return row.confidence.value().upper - row.confidence.value().lower;
}

} // namespace

TEST_CASE("independent items get Tango's interval") {
  // Fagerland, Lydersen, Laake 2014: [[1,1],[7,12]] read as baseline, candidate; here seven are
  // gained and one is lost, so the published interval appears with its sign turned.
  const auto row = outcomes(7, 1, 21, 1).summary(confidence_level(0.95));
  CHECK(row.metric == "exact_match");
  CHECK(row.unit == "proportion");
  CHECK(row.direction == tailgate::better::higher);
  CHECK(row.items == 21);
  CHECK(row.clusters == 21);
  CHECK(row.baseline.value() == doctest::Approx(2.0 / 21));
  CHECK(row.candidate.value() == doctest::Approx(8.0 / 21));
  CHECK(row.flips == tailgate::flip_counts{1, 7});
  CHECK(row.confidence.value().lower == doctest::Approx(0.02600).epsilon(1e-3));
  CHECK(row.confidence.value().upper == doctest::Approx(0.51723).epsilon(1e-4));
  CHECK(row.method == "Tango score");
  CHECK(row.design_effect.value() == 1);
  CHECK_FALSE(row.degrees_of_freedom.defined());
}

TEST_CASE("no items: everything is undefined, nothing is zero") {
  const auto row = exact_match().summary(level);
  CHECK(row.items == 0);
  for (const auto& e : {row.baseline, row.candidate, row.difference, row.standard_error})
    CHECK_FALSE(e.defined());
  CHECK(row.confidence.why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("zero flips in ten clusters count as ten pairs") {
  const auto clustered = outcomes(0, 0, 200, 150, 20).summary(level);
  const auto ten = outcomes(0, 0, 10, 8).summary(level);
  REQUIRE(clustered.clusters == 10);
  CHECK(clustered.standard_error.value() == 0);
  CHECK(clustered.design_effect.value() == 20);
  CHECK(clustered.confidence.value().lower == doctest::Approx(ten.confidence.value().lower));
  CHECK(clustered.confidence.value().upper == doctest::Approx(ten.confidence.value().upper));
  CHECK(clustered.confidence.value().lower < -0.2);
}

TEST_CASE("a stated intracluster correlation takes the place of the worst") {
  const auto of_clusters = [](double rho, int lost_in_three) {
    exact_match metric(tailgate::intracluster_correlation{rho}); // 10 clusters of 10
    for (int i = 0; i < 100; ++i)
      metric.observe({"i" + std::to_string(i), "c" + std::to_string(i / 10), true,
          !(i < 30 && i % 10 < lost_in_three)});
    return metric.summary(level);
  };
  const double z = tailgate::stats::normal_critical_value(level);
  SUBCASE("zero flips: Tango's limits are z^2 / (n + z^2) at the effective n") {
    for (const double rho : {0.0, 0.05, 1.0}) {
      CAPTURE(rho);
      const auto row = of_clusters(rho, 0);
      const double limit = z * z / (100 / (1 + 9 * rho) + z * z);
      CHECK(row.design_effect.value() == doctest::Approx(1 + 9 * rho).epsilon(1e-12));
      CHECK(row.confidence.value().lower == doctest::Approx(-limit).epsilon(1e-6));
      CHECK(row.confidence.value().upper == doctest::Approx(limit).epsilon(1e-6));
    }
  }
  SUBCASE("a larger ratio that was observed wins") {
    // Half of three clusters lost: the cluster-robust variance is 52.5 x 10/9, the independent one
    // 12.75 x 100/99.
    const double observed = (52.5 * 10 / 9) / (12.75 * 100 / 99);
    CHECK(of_clusters(0.05, 5).design_effect.value() == doctest::Approx(observed));
    CHECK(of_clusters(0, 5).design_effect.value() == doctest::Approx(observed));
  }
  SUBCASE("a smaller one does not") {
    CHECK(of_clusters(0.5, 5).design_effect.value() == doctest::Approx(5.5));
  }
  SUBCASE("without a statement it is 1") {
    CHECK(outcomes(0, 0, 100, 100, 10).summary(level).confidence == of_clusters(1, 0).confidence);
  }
}

TEST_CASE("an intracluster correlation outside [0, 1] is refused") {
  for (const double rho : {-0.1, 1.1, std::nan("")})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      (void)exact_match(tailgate::intracluster_correlation{rho});
    }).number == 370);
}

TEST_CASE("clusters of unequal size: the worst design effect weighs them by their square") {
  exact_match metric;
  for (int i = 0; i < 12; ++i)
    metric.observe({"i" + std::to_string(i), i < 9 ? "large" : "small", true, true});
  const auto row = metric.summary(level);
  CHECK(row.clusters == 2);
  CHECK(row.design_effect.value() == doctest::Approx((81.0 + 9.0) / 12));
}

TEST_CASE("few clusters: never narrower than Tango with clusters for items") {
  // 20 clusters of 10, one lost item in each of the first 6: no correlation is visible.
  exact_match metric;
  for (int i = 0; i < 200; ++i)
    metric.observe(
        {"i" + std::to_string(i), "c" + std::to_string(i / 10), true, !(i % 10 == 0 && i < 60)});
  const auto row = metric.summary(level);
  CHECK(row.design_effect.value() == 10);
  CHECK(row.degrees_of_freedom.value() == 19);
  const auto effective = tailgate::stats::tango_interval(metric.counts(), level, 10.0).value();
  CHECK(row.confidence.value().lower <= effective.lower);
  CHECK(row.confidence.value().upper >= effective.upper);
}

TEST_CASE("many clusters: the design effect is estimated within its bounds") {
  SUBCASE("whole clusters flip together: the design effect is near the cluster size") {
    const auto row = outcomes(0, 200, 500, 250, 5).summary(level); // 40 of 100 clusters lost
    CHECK(row.clusters == 100);
    CHECK(row.design_effect.value() > 4.9);
    CHECK(row.design_effect.value() <= 5);
    CHECK(width(row) > 2.1 * width(outcomes(0, 200, 500, 250).summary(level)));
  }
  SUBCASE("few clusters hold a flip: nothing is known about how flips come together") {
    exact_match metric; // 29 of 200 clusters have one lost item each
    for (int i = 0; i < 1000; ++i)
      metric.observe({"i" + std::to_string(i), "c" + std::to_string(i / 5), true,
          !(i % 5 == 0 && i < 29 * 5)});
    CHECK(metric.summary(level).design_effect.value() == 5);
    metric.observe({"one more", "c30", true, false});
    CHECK(metric.summary(level).design_effect.value() == doctest::Approx(1.0));
  }
  SUBCASE("one lost in every cluster: no variance was seen, whatever rounding leaves of it") {
    for (const int size : {5, 7}) {
      exact_match metric;
      for (int i = 0; i < 80 * size; ++i)
        metric.observe(
            {"i" + std::to_string(i), "c" + std::to_string(i / size), true, i % size != 0});
      CHECK(metric.summary(level).design_effect.value() == size);
    }
  }
  SUBCASE("flips unrelated to clusters") {
    exact_match metric;
    for (int i = 0; i < 1000; ++i)
      metric.observe({"i" + std::to_string(i), "c" + std::to_string(i / 5), true,
          (static_cast<unsigned>(i) * 2654435761u) >> 29 != 0});
    const auto row = metric.summary(level);
    CHECK(row.design_effect.value() >= 1);
    CHECK(row.design_effect.value() < 1.6);
  }
}

TEST_CASE("one cluster of several items has no interval") {
  const auto row = outcomes(1, 2, 20, 10, 20).summary(level);
  CHECK(row.clusters == 1);
  CHECK(row.difference.value() == doctest::Approx(-0.05));
  CHECK(row.confidence.why() == tailgate::undefined_reason::one_cluster);
  CHECK_FALSE(row.design_effect.defined());
}

TEST_CASE("shards merge to the same bits in any order") {
  std::vector<tailgate::paired_outcome> items;
  for (int i = 0; i < 90; ++i)
    items.push_back(
        {"i" + std::to_string(i), "c" + std::to_string(i % 40), i % 3 != 0, i % 4 != 0});
  exact_match whole, even, odd;
  for (std::size_t i = 0; i < items.size(); ++i) {
    whole.observe(items[items.size() - 1 - i]);
    (i % 2 == 0 ? even : odd).observe(items[i]);
  }
  odd.merge(even);
  const auto a = whole.summary(level);
  const auto b = odd.summary(level);
  CHECK(a.standard_error == b.standard_error);
  CHECK(a.confidence == b.confidence);
  CHECK(a.design_effect == b.design_effect);
  CHECK(a.flips == b.flips);
}

TEST_CASE("an item counts once") {
  exact_match metric = outcomes(1, 1, 5, 3);
  const auto twice = thrown_by<tailgate::argument_error>([&] {
    metric.observe({"item 3", "", true, true});
  });
  CHECK(twice.number == 361);
  CHECK(twice.says("'item 3'"));
  CHECK(thrown_by<tailgate::argument_error>([&] { metric.merge(outcomes(0, 0, 2, 2)); }).number ==
        361);
  CHECK(metric.counts().total() == 5);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"", "", true, true});
  }).number == 360);
}

TEST_CASE("a design effect below 1 is refused") {
  for (const double d : {0.5, 0.0, -1.0, std::nan("")})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      (void)tailgate::stats::tango_interval({1, 1, 1, 1}, level, d);
    }).number == 249);
}
