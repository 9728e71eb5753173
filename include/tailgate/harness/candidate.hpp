// What a gate is given of one candidate: its name, its size and its results against the baseline.
#pragma once

#include <string>
#include <tailgate/metrics/breakdown.hpp>
#include <vector>

namespace tailgate {

struct candidate {
  std::string name;               ///< "int4-g128"
  double bits_per_weight = 0;     ///< carried along, for the reports
  std::vector<breakdown> results; ///< one a metric, in any order
};

} // namespace tailgate
