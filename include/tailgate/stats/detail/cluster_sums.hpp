// Items gathered by cluster, in ascending order of the clusters' numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats::detail {

struct cluster_sum {
  double sum; ///< of value - shift over the cluster's items, each term rounded once
  std::size_t items;
};

/// One entry a cluster; the same bits for every order of the items. O(n log n). The spans must be
/// of one length.
[[nodiscard]] inline std::vector<cluster_sum> cluster_sums(
    std::span<const double> values, std::span<const std::uint64_t> cluster_of, double shift = 0) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return cluster_of[a] < cluster_of[b]; });
  std::vector<cluster_sum> clusters;
  for (std::size_t i = 0; i < order.size();) {
    const std::size_t first = i;
    stable_sum sum;
    for (; i < order.size() && cluster_of[order[i]] == cluster_of[order[first]]; ++i)
      sum += values[order[i]] - shift;
    clusters.push_back({sum.value(), i - first});
  }
  return clusters;
}

} // namespace tailgate::stats::detail
