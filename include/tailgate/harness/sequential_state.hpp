// What one look of the sequential gate says.
#pragma once

#include <cstdint>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/stats/margin_e_value.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// One stratum on one metric.
struct sequential_stratum {
  std::string metric;
  stratum_key stratum;
  double margin = 0;
  stats::paired_counts counts;     ///< all items seen
  std::uint64_t exposure = 0;      ///< independent units seen: items alone and complete clusters
  stats::margin_evidence evidence; ///< log e-values of this stratum alone, at this look
  double adjusted_damage = 0;      ///< e-value by e-Holm over the family, the largest of all looks
  double peak_non_inferiority = 0; ///< log e-value, the largest of all looks after the exposure
  verdict decision = verdict::inconclusive;
  std::string note; ///< one clause for a reader, may be empty
};

struct sequential_state {
  verdict decision = verdict::inconclusive; ///< of the tier: pass, fail or inconclusive
  /// No stratum is left whose items could change the tier's decision. Stopping earlier, or going on
  /// all the same, is also allowed, and nothing that was claimed becomes wrong by it.
  bool may_stop = false;
  std::vector<sequential_stratum> strata; ///< metrics in the order of the options, then strata
  std::vector<stratum_key> draw_more;     ///< strata that keep the tier open; empty after a fail
};

} // namespace tailgate
