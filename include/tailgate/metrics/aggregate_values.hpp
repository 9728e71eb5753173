// The numbers that an aggregate hands over together with its strata.
#pragma once

#include <string>
#include <tailgate/core/estimate.hpp>

namespace tailgate {

/// The numbers of an aggregate, in the metric's unit. `difference` is candidate minus baseline.
struct aggregate_values {
  std::string estimand; ///< what was estimated: "population mean (natural frequencies)"
  estimate<double> baseline;
  estimate<double> candidate;
  estimate<double> difference;
  estimate<interval> confidence;   ///< of the difference, at the level of the strata
  estimate<double> standard_error; ///< of the difference; undefined where strata were selected
};

} // namespace tailgate
