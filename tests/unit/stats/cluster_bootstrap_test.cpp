#include "threads.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <tailgate/stats/cluster_bootstrap.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <utility>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("cluster bootstrap: its spread is the cluster-robust standard error") {
  std::vector<double> values;
  std::vector<std::uint64_t> cluster;
  for (std::uint64_t c = 0; c < 80; ++c)
    for (std::uint64_t i = 0; i < 5; ++i) { // five near-copies each
      values.push_back(std::sin(static_cast<double>(c * c)) + 0.01 * static_cast<double>(i));
      cluster.push_back(c);
    }
  const auto d = ts::cluster_bootstrap_mean(values, cluster, {.replicates = 4000}).value();
  const double centre = std::accumulate(d.replicates.begin(), d.replicates.end(), 0.0) / 4000;
  double squares = 0;
  for (const double r : d.replicates)
    squares += (r - centre) * (r - centre);
  const double spread = std::sqrt(squares / static_cast<double>(d.replicates.size()));
  const double robust = ts::cluster_robust_mean(values, cluster).standard_error.value();
  CHECK(spread == Approx(robust).epsilon(.05));

  std::reverse(values.begin(), values.end());
  std::reverse(cluster.begin(), cluster.end());
  CHECK(ts::cluster_bootstrap_mean(values, cluster, {.replicates = 4000}).value().replicates ==
        d.replicates);
}

TEST_CASE("cluster bootstrap: the same bits for any number of threads and order of the items") {
  tailgate::philox_stream random(9);
  std::vector<std::pair<double, std::uint64_t>> items(300);
  for (auto& [value, cluster] : items) {
    value = random.uniform() * 1e6;
    cluster = random.below(17);
  }
  const auto replicates = [&](std::size_t count) {
    std::vector<double> values;
    std::vector<std::uint64_t> cluster;
    values.reserve(items.size());
    cluster.reserve(items.size());
    for (const auto& [value, name] : items) {
      values.push_back(value);
      cluster.push_back(name);
    }
    const threads pool{count};
    return ts::cluster_bootstrap_mean(values, cluster, {.replicates = 200}, pool)
        .value()
        .replicates;
  };
  const auto expected = replicates(1);
  for (const std::size_t count : {2u, 3u, 8u}) {
    std::sort(items.begin(), items.end(), [&](const auto& a, const auto& b) {
      return count % 2 == 0 ? a.first < b.first : a.first > b.first;
    });
    CHECK(replicates(count) == expected);
  }
}

TEST_CASE("cluster bootstrap: one cluster has no spread") {
  const std::vector<double> values{1, 2, 3, 5, 8, 13, 21, 34};
  const std::vector<std::uint64_t> one(values.size(), 1);
  CHECK(ts::cluster_bootstrap_mean(values, one).why() == undefined_reason::one_cluster);
  CHECK(ts::cluster_bootstrap_mean({}, {}).why() == undefined_reason::no_items);
  const std::vector<std::uint64_t> two{0, 1, 0, 1, 0, 1, 0, 1};
  for (const double bad : {static_cast<double>(NAN), static_cast<double>(INFINITY), 1.7e308}) {
    std::vector<double> damaged = values;
    damaged[1] = damaged[2] = bad;
    CHECK(ts::cluster_bootstrap_mean(damaged, two).why() == undefined_reason::non_finite_input);
  }
  const auto flat = ts::cluster_bootstrap_mean(std::vector<double>(8, 2.0), two).value();
  CHECK(ts::percentile_interval(flat).why() == undefined_reason::zero_variance);
  CHECK_THROWS_AS((void)ts::cluster_bootstrap_mean(values, {}), tailgate::shape_error);
}
