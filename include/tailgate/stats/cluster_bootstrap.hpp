// The bootstrap distribution of the mean of items that come in clusters: whole clusters are drawn
// with replacement, and a resample's mean is the sum of its items over their number.
//
// Items of one cluster may depend on each other in any way; clusters must be independent. With
// fewer than about 30 clusters intervals are too short, as for every cluster method.
//
// Reference: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), 3.8,
// doi:10.1017/CBO9780511802843; for model evaluations E. Miller (2024), arXiv:2411.00640.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/detail/cluster_sums.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// The bootstrap distribution of the mean of `values`; `cluster_of[i]` names the cluster of item i.
/// Undefined for no items, one cluster, or a NaN or infinite item. Throws shape_error E204 when the
/// lengths differ, argument_error E207 for 0 replicates. The same bits for every order of the items
/// and every executor. Cost: replicates * clusters draws.
[[nodiscard]] inline estimate<bootstrap_distribution> cluster_bootstrap_mean(
    std::span<const double> values, std::span<const std::uint64_t> cluster_of,
    const bootstrap_options& options = {}, executor_ref exec = {}) {
  detail::require_same_length(
      values.size(), cluster_of.size(), "values and cluster_of", "cluster_bootstrap_mean");
  detail::require_bootstrap(values.size(), options);
  if (values.empty())
    return undefined_reason::no_items;
  const stable_sum total(values);
  if (!total.finite())
    return undefined_reason::non_finite_input;
  const auto clusters = detail::cluster_sums(values, cluster_of);
  if (clusters.size() < 2)
    return undefined_reason::one_cluster;
  bootstrap_distribution result;
  result.observed = total.value() / static_cast<double>(values.size());
  result.replicates = detail::bootstrap_replicates(options, exec, [&](philox_stream& stream) {
    double sum = 0;
    std::size_t items = 0;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      const auto& drawn = clusters[stream.below(static_cast<std::uint32_t>(clusters.size()))];
      sum += drawn.sum;
      items += drawn.items;
    }
    return sum / static_cast<double>(items);
  });
  std::vector<double> leave_one_out;
  leave_one_out.reserve(clusters.size());
  for (const auto& left : clusters)
    leave_one_out.push_back(
        (total.value() - left.sum) / static_cast<double>(values.size() - left.items));
  result.acceleration = detail::jackknife_acceleration(leave_one_out);
  return result;
}

} // namespace tailgate::stats
