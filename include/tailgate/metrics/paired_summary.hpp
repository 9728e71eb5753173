// What one metric says about one stratum: the same items scored by the baseline and the candidate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

/// Items whose right/wrong outcome changed.
struct flip_counts {
  std::uint64_t lost = 0;   ///< right with the baseline, wrong with the candidate
  std::uint64_t gained = 0; ///< wrong with the baseline, right with the candidate
  friend bool operator==(const flip_counts&, const flip_counts&) = default;
};

/// Which direction of a metric is an improvement.
enum class better { higher, lower };

/// One row of a breakdown. `difference` is candidate minus baseline in the metric's own unit.
struct paired_summary {
  stratum_key stratum;
  std::string metric; ///< "exact_match", "loss", "kl_divergence", "top1_flips"
  std::string unit;   ///< "proportion", "nats per token"
  better direction = better::higher;
  std::size_t items = 0;    ///< paired items
  std::size_t clusters = 0; ///< independent groups of items; equals items when none share a source
  double weight = 0;        ///< natural frequency of the stratum in [0, 1]; sums to 1 over a metric
  estimate<double> baseline;
  estimate<double> candidate;
  estimate<double> difference;
  estimate<interval> confidence;   ///< two-sided interval of the difference
  double confidence_level = 0;     ///< of `confidence`, for example 0.90
  std::string method;              ///< how the interval was made: "Tango score", "cluster t"
  estimate<double> standard_error; ///< of the difference
  flip_counts flips;               ///< zero for metrics that have no right/wrong outcome

  // What a test of another hypothesis than "no difference" needs beside the numbers above. An
  // interval is the hull of a t interval where degrees_of_freedom is defined and of Tango's where
  // design_effect is; a test has to reject by each part.
  estimate<double> degrees_of_freedom{}; ///< of the t distribution of difference / standard_error
  estimate<double> design_effect{}; ///< items that count as one independent item, at least 1; only
                                    ///< for right/wrong outcomes, whose flips make a score test
};

} // namespace tailgate
