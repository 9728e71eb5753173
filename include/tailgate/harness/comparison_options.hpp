// How two runs are compared.
#pragma once

#include <tailgate/metrics/intracluster_correlation.hpp>
#include <tailgate/stats/confidence_level.hpp>

namespace tailgate {

struct comparison_options {
  stats::confidence_level level;       ///< of the intervals; of a gate that judges them: its level
  intracluster_correlation clusters{}; ///< what is known of right/wrong outcomes of one cluster
};

} // namespace tailgate
