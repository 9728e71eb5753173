// What the metrics of divergences observe of an item.
#pragma once

#include <string>

namespace tailgate {

/// One item's divergence: the mean over its positions.
struct item_divergence {
  std::string id;      ///< unique within a stratum
  std::string cluster; ///< items with an equal, non-empty name are not independent
  double nats = 0;     ///< per token, finite, not negative
};

} // namespace tailgate
