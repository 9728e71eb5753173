#include "two_threads.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <tailgate/stats/cluster_bootstrap.hpp>
#include <tailgate/stats/cluster_robust.hpp>
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

TEST_CASE("cluster bootstrap: the same bits on two threads; one cluster has no spread") {
  const std::vector<double> values{1, 2, 3, 5, 8, 13, 21, 34};
  const std::vector<std::uint64_t> cluster{0, 1, 2, 3, 3, 2, 1, 0};
  const two_threads pool;
  CHECK(ts::cluster_bootstrap_mean(values, cluster).value().replicates ==
        ts::cluster_bootstrap_mean(values, cluster, {}, pool).value().replicates);
  const std::vector<std::uint64_t> one(values.size(), 1);
  CHECK(ts::cluster_bootstrap_mean(values, one).why() == undefined_reason::one_cluster);
  CHECK(ts::cluster_bootstrap_mean({}, {}).why() == undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::cluster_bootstrap_mean(values, {}), tailgate::shape_error);
}
