// The Wald interval for a paired difference of proportions:
//   d -+ z sqrt((lost + gained) - (gained - lost)^2 / n) / n.
//
// For comparison with published numbers only: coverage falls far below the level for small n or few
// discordant pairs, and without any it has width 0 and claims certainty. Use tango or newcombe.
//
// Reference: M. W. Fagerland, S. Lydersen, P. Laake, Statistics in Medicine 33 (2014),
// doi:10.1002/sim.6148.
#pragma once

#include <cmath>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/clamped_interval.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>

namespace tailgate::stats {

/// The two-sided interval of candidate - baseline, cut to [-1, 1]. Undefined for an empty table (no
/// items) and where its width would be 0 (zero variance).
[[nodiscard]] inline estimate<interval> wald_interval(
    const paired_counts& counts, confidence_level level = default_confidence) {
  if (counts.total() == 0)
    return undefined_reason::no_items;
  const double n = static_cast<double>(counts.total());
  const double d = counts.difference().value();
  const double variance = (static_cast<double>(counts.discordant()) / n - d * d) / n;
  if (!(variance > 0))
    return undefined_reason::zero_variance;
  return detail::clamped_difference(d, normal_critical_value(level) * std::sqrt(variance));
}

} // namespace tailgate::stats
