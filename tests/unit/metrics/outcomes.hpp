// Builds exact-match metrics from counts.
#pragma once

#include <cstddef>
#include <string>
#include <tailgate/metrics/exact_match.hpp>

/// `pairs` items of which the first `lost` are lost, the next `gained` gained, and of the rest the
/// first `both` right under both models. `cluster_size` 0 leaves items independent; otherwise
/// consecutive items share a cluster.
inline tailgate::exact_match outcomes(std::size_t gained, std::size_t lost, std::size_t pairs,
    std::size_t both, std::size_t cluster_size = 0) {
  tailgate::exact_match metric;
  for (std::size_t i = 0; i < pairs; ++i) {
    tailgate::paired_outcome item;
    item.id = "item " + std::to_string(i);
    if (cluster_size > 0)
      item.cluster = "source " + std::to_string(i / cluster_size);
    const bool unchanged_right = i >= lost + gained && i < lost + gained + both;
    item.baseline_right = i < lost || unchanged_right;
    item.candidate_right = (i >= lost && i < lost + gained) || unchanged_right;
    metric.observe(item);
  }
  return metric;
}
