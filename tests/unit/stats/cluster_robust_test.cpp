#include "rounds_to.hpp"
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("cluster-robust mean: values 0..19 in clusters i mod 4, inspect_ai's tests") {
  std::vector<double> values;
  std::vector<std::uint64_t> cluster;
  for (std::uint64_t i = 0; i < 20; ++i) {
    values.push_back(static_cast<double>(i));
    cluster.push_back(i % 4);
  }
  const auto result = ts::cluster_robust_mean(values, cluster);
  CHECK(result.mean.value() == 9.5);
  CHECK(result.standard_error.value() == rounds_to(".6454972243679"));
  CHECK(result.clusters == 4);
  CHECK(result.items == 20);
  CHECK(result.degrees_of_freedom == 3);
  CHECK(result.confidence().value().upper ==
        Approx(9.5 + 3.182446305284263 * .6454972243679).epsilon(1e-12)); // qt(.975, 3)

  std::reverse(values.begin(), values.end());
  std::reverse(cluster.begin(), cluster.end());
  CHECK(ts::cluster_robust_mean(values, cluster).standard_error == result.standard_error);
}

TEST_CASE("cluster-robust mean: clusters of one item are the paired t") {
  const std::vector<double> x{0.3, -1.25, 4, 0.5, 2};
  const std::vector<std::uint64_t> own{9, 3, 7, 1, 5};
  const auto clustered = ts::cluster_robust_mean(x, own);
  const auto plain = ts::paired_t(x);
  CHECK(clustered.standard_error.value() == Approx(plain.standard_error.value()).epsilon(1e-15));
  CHECK(clustered.degrees_of_freedom == plain.degrees_of_freedom);
}

TEST_CASE("cluster-robust mean: one cluster has a mean and no standard error") {
  const std::vector<double> x{1, 2, 3};
  const auto result = ts::cluster_robust_mean(x, std::vector<std::uint64_t>{4, 4, 4});
  CHECK(result.mean.value() == 2.0);
  CHECK(result.standard_error.why() == undefined_reason::one_cluster);
  CHECK(result.confidence().why() == undefined_reason::one_cluster);
  const std::vector<std::uint64_t> two{4, 5, 4};
  for (const auto& bad : {std::vector<double>{1, NAN, 2}, std::vector<double>{1, INFINITY, 2},
           std::vector<double>{1.7e308, 1.7e308, 0}}) {
    CHECK(ts::cluster_robust_mean(bad, two).mean.why() == undefined_reason::non_finite_input);
    CHECK(ts::cluster_robust_mean(bad, two).p_value().why() == undefined_reason::non_finite_input);
  }
  const auto wide = ts::cluster_robust_mean(std::vector<double>{1e200, -1e200, 3}, two);
  CHECK(wide.mean.value() == 1.0);
  CHECK(wide.standard_error.why() == undefined_reason::non_finite_input);
  const auto flat = ts::cluster_robust_mean(std::vector<double>(3, 2.0), two);
  CHECK(flat.standard_error.value() == 0.0);
  CHECK(flat.confidence().why() == undefined_reason::zero_variance);
  CHECK(ts::cluster_robust_mean({}, {}).mean.why() == undefined_reason::no_items);
  CHECK_THROWS_AS(
      (void)ts::cluster_robust_mean(x, std::vector<std::uint64_t>{4, 4}), tailgate::shape_error);
}
