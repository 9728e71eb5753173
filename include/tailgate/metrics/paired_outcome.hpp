// What the metrics of right/wrong outcomes observe of an item.
#pragma once

#include <string>

namespace tailgate {

/// Whether one item was answered right by each model.
struct paired_outcome {
  std::string id;      ///< unique within a stratum
  std::string cluster; ///< items with an equal, non-empty name are not independent
  bool baseline_right = false;
  bool candidate_right = false;
};

} // namespace tailgate
