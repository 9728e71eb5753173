// What a gate is told: the level, which metrics decide, and how much loss each may show.
#pragma once

#include <string>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// A margin of one stratum that differs from the metric's.
struct stratum_margin {
  stratum_key stratum;
  double margin = 0;
};

/// A metric that decides. Margins are in the metric's unit, above 0, and below 1 for proportions:
/// the largest loss that is still no reason to hold the candidate back.
struct gated_metric {
  std::string metric;                          ///< "exact_match", "loss"
  double margin = 0;                           ///< for every stratum without one of its own
  std::vector<stratum_margin> stratum_margins; ///< each stratum at most once

  /// Accuracy of the baseline, in [0, 1), at which there is nothing left to lose; for metrics of
  /// right/wrong outcomes only. See gate for the rule.
  double floor = 0.10;

  /// Accuracy, above `floor`, from which on the items are too easy to show damage when both models
  /// reach it; for metrics of right/wrong outcomes only. 1: both answered every item right. Above
  /// 1: no ceiling.
  double ceiling = 1.0;
};

struct gate_options {
  double alpha = 0.05;               ///< one-sided level of each decision, within (0, 0.5)
  std::vector<gated_metric> metrics; ///< at least one; the first is the primary metric
};

} // namespace tailgate
