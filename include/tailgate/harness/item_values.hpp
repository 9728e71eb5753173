// What single items scored under the baseline and a candidate, for checks that need more than the
// rows of a breakdown: relabelling (noise_floor.hpp), the baseline by itself (baseline_check.hpp).
#pragma once

#include <string>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// One item's value of one metric under both models.
struct item_value {
  std::string id; ///< unique within a stratum; the same in every metric
  stratum_key stratum;
  std::string cluster;  ///< items of a stratum with an equal, non-empty name are not independent
  double baseline = 0;  ///< in the metric's unit; 1 and 0 for right and wrong
  double candidate = 0; ///< likewise
};

/// All items of one metric, in the order of the prompts.
struct metric_values {
  std::string metric; ///< "exact_match", "loss"
  std::vector<item_value> items;
};

} // namespace tailgate
