// When a gate refuses to judge: comparisons in which nothing changed fail too often.
#pragma once

#include <cstddef>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/gate_options.hpp>

namespace tailgate::detail {

/// Whether the rate lies above alpha, beyond what the number of replicates leaves open, and
/// because of what was exchanged together: with few flips a score test at margin 0 rejects in
/// steps, up to 0.125 for 0.05 with three flips, which says nothing against it at a margin.
[[nodiscard]] inline bool beyond_level(
    const interval& rate, const estimate<double>& grouping_p_value, double alpha) {
  constexpr double grouping_alpha = 0.05;
  return rate.lower > alpha && grouping_p_value && grouping_p_value.value() <= grouping_alpha;
}

[[noreturn]] inline void refuse_level(const gate_options& options, const noise_floor& noise,
    std::size_t fails, const interval& rate, const std::string& how, const std::string& cause) {
  throw incomplete_error(463, "gate::require_level",
      std::to_string(fails) + " of " + std::to_string(noise.replicates) +
          " comparisons in which nothing changed (" + noise.source + ") fail " + how +
          "; the rate is at least " + std::to_string(rate.lower) +
          " with 97.5 % confidence and must not exceed alpha, " + std::to_string(options.alpha) +
          "; " + cause);
}

/// Throws E463: see gate::require_level.
inline void check_level(const gate_options& options, const noise_floor& noise) {
  const std::string name_clusters =
      "the likely cause is items that are alike (one document, one template) and are taken for "
      "independent: name their cluster in every observation and state no lower intracluster "
      "correlation than they have";
  if (noise.false_fail_rate.lower > options.alpha)
    refuse_level(options, noise, noise.false_fails, noise.false_fail_rate, "at the gate's margins",
        name_clusters + "; where a second run differs that much, the baseline itself is unstable");
  if (beyond_level(noise.fail_rate_without_margin, noise.cluster_p_value, options.alpha))
    refuse_level(options, noise, noise.fails_without_margin, noise.fail_rate_without_margin,
        "with all margins at 0", name_clusters);
  if (beyond_level(noise.fail_rate_of_neighbours, noise.neighbour_p_value, options.alpha))
    refuse_level(options, noise, noise.fails_of_neighbours, noise.fail_rate_of_neighbours,
        "with all margins at 0 and " + std::to_string(noise.neighbours) +
            " neighbours exchanged together, and fewer after the items are shuffled",
        name_clusters + ", or draw fewer items of each source");
}

} // namespace tailgate::detail
