// The bootstrap distribution of the mean of items that come in clusters: whole clusters are drawn
// with replacement, and a resample's mean is the sum of its items over their number.
//
// Items of one cluster may depend on each other in any way; clusters must be independent. With
// fewer than about 30 clusters intervals are too short, as for every cluster method.
//
// Reference: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), 3.8,
// doi:10.1017/CBO9780511802843; for model evaluations E. Miller (2024), arXiv:2411.00640.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/detail/cluster_sums.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/resampler.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// The bootstrap distribution of the mean of `values`; `cluster_of[i]` names the cluster of item i.
/// Undefined for no items, one cluster, or a NaN or infinite item or sum. Throws shape_error E204
/// when the lengths differ, argument_error E207 for 0 replicates. The same bits for every order of
/// the items and every executor. Cost: replicates * clusters draws.
[[nodiscard]] inline estimate<bootstrap_distribution> cluster_bootstrap_mean(
    std::span<const double> values, std::span<const std::uint64_t> cluster_of,
    const bootstrap_options& options = {}, executor_ref exec = {}) {
  detail::require_same_length(
      values.size(), cluster_of.size(), "values and cluster_of", "cluster_bootstrap_mean");
  detail::require_bootstrap(values.size(), options);
  if (values.empty())
    return undefined_reason::no_items;
  const double total = exact_sum(values);
  if (!std::isfinite(total))
    return undefined_reason::non_finite_input;
  const auto clusters = detail::cluster_sums(values, cluster_of);
  if (clusters.size() < 2)
    return undefined_reason::one_cluster;
  const auto replicates = detail::bootstrap_replicates(options, exec,
      [&, indices = detail::resampler(clusters.size())](const philox_stream& stream) mutable {
        detail::lane_sum sum;
        std::size_t items = 0;
        indices.draw(stream, [&](std::span<const std::uint32_t> run) {
          sum.add(run, [&](std::uint32_t c) {
            items += clusters[c].items;
            return clusters[c].sum;
          });
        });
        return sum.value() / static_cast<double>(items);
      });
  if (!replicates)
    return replicates.why();
  std::vector<double> leave_one_out;
  leave_one_out.reserve(clusters.size());
  for (const auto& left : clusters)
    leave_one_out.push_back((total - left.sum) / static_cast<double>(values.size() - left.items));
  return bootstrap_distribution{total / static_cast<double>(values.size()), replicates.value(),
      detail::jackknife_acceleration(leave_one_out)};
}

} // namespace tailgate::stats
