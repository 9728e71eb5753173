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

/// The items in ascending order of their cluster: by counting where the numbers are about as small
/// as there are items, which is O(n), and by sorting otherwise.
[[nodiscard]] inline std::vector<std::size_t> order_by_cluster(
    std::span<const std::uint64_t> cluster_of) {
  const std::size_t n = cluster_of.size();
  std::vector<std::size_t> order(n);
  if (n == 0)
    return order;
  const std::uint64_t highest = *std::max_element(cluster_of.begin(), cluster_of.end());
  if (highest / 2 >= n) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return cluster_of[a] < cluster_of[b]; });
    return order;
  }
  std::vector<std::size_t> place(static_cast<std::size_t>(highest) + 2, 0);
  for (const std::uint64_t c : cluster_of)
    ++place[static_cast<std::size_t>(c) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  for (std::size_t i = 0; i < n; ++i)
    order[place[static_cast<std::size_t>(cluster_of[i])]++] = i;
  return order;
}

/// One entry a cluster; the same bits for every order of the items. O(n log n), O(n) where the
/// numbers are small. The spans must be of one length.
[[nodiscard]] inline std::vector<cluster_sum> cluster_sums(
    std::span<const double> values, std::span<const std::uint64_t> cluster_of, double shift = 0) {
  const auto order = order_by_cluster(cluster_of);
  std::vector<double> terms(order.size());
  std::transform(order.begin(), order.end(), terms.begin(),
      [&](std::size_t item) { return values[item] - shift; });
  std::vector<cluster_sum> clusters;
  clusters.reserve(order.size());
  for (std::size_t i = 0; i < order.size();) {
    const std::size_t first = i;
    while (i < order.size() && cluster_of[order[i]] == cluster_of[order[first]])
      ++i;
    clusters.push_back({exact_sum(std::span(terms).subspan(first, i - first)), i - first});
  }
  return clusters;
}

} // namespace tailgate::stats::detail
