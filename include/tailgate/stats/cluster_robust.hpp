// The mean of items that come in clusters (several questions about one document), with the
// cluster-robust standard error
//
//   SE = sqrt( C / (C - 1) * sum over clusters of (sum over its items of (x - mean))^2 ) / n,
//
// C clusters, n items, tested against t(C - 1). With one item a cluster it is the usual s/sqrt(n).
//
// Items of one cluster may depend on each other in any way; clusters must be independent. One
// cluster says nothing about the variance between clusters: undefined. With fewer than about 30
// clusters, or very unequal ones, the interval is too short even with t(C - 1).
//
// References: K.-Y. Liang, S. L. Zeger, Biometrika 73 (1986), doi:10.1093/biomet/73.1.13;
// A. C. Cameron, D. L. Miller, J. Human Resources 50 (2015), doi:10.3368/jhr.50.2.317 (the factor
// and t(C - 1)); for model evaluations E. Miller (2024), arXiv:2411.00640.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/stats/detail/cluster_sums.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/unit_skewness.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// Inference on the mean of `values`; `cluster_of[i]` names the cluster of item i by any number.
/// Mean undefined for no items; standard error undefined for one cluster; both undefined for a NaN
/// or infinite item, and where a sum or a square leaves the range of double. Throws shape_error
/// E204 when the lengths differ. O(n log n); the same bits for every order of the items.
[[nodiscard]] inline mean_inference cluster_robust_mean(
    std::span<const double> values, std::span<const std::uint64_t> cluster_of) {
  detail::require_same_length(
      values.size(), cluster_of.size(), "values and cluster_of", "cluster_robust_mean");
  mean_inference result;
  const std::size_t n = values.size();
  result.items = n;
  if (n == 0) {
    result.mean = result.standard_error = undefined_reason::no_items;
    return result;
  }
  const double count = static_cast<double>(n);
  const double mean = exact_sum(values) / count;
  result.mean = detail::finite_estimate(mean);
  if (!result.mean) {
    result.standard_error = result.mean.why();
    return result;
  }
  const auto sums = detail::cluster_sums(values, cluster_of, mean);
  std::vector<double> residuals(sums.size());
  std::transform(sums.begin(), sums.end(), residuals.begin(),
      [](const detail::cluster_sum& cluster) { return cluster.sum; });
  result.clusters = residuals.size();
  if (result.clusters < 2) {
    result.standard_error = undefined_reason::one_cluster;
    return result;
  }
  std::vector<double> squares(residuals.size());
  std::transform(
      residuals.begin(), residuals.end(), squares.begin(), [](double u) { return u * u; });
  const double clusters = static_cast<double>(result.clusters);
  result.degrees_of_freedom = clusters - 1;
  const double sum_of_squares = exact_sum(squares);
  result.standard_error =
      detail::finite_estimate(std::sqrt(clusters / (clusters - 1) * sum_of_squares) / count);
  result.skewness = result.standard_error ? detail::unit_skewness(residuals, sum_of_squares)
                                          : estimate<double>(result.standard_error.why());
  return result;
}

} // namespace tailgate::stats
