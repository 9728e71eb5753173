// What one metric says about one stratum: the same items scored by the baseline and the candidate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// Items whose right/wrong outcome changed.
struct flip_counts {
  std::uint64_t lost = 0;   ///< right with the baseline, wrong with the candidate
  std::uint64_t gained = 0; ///< wrong with the baseline, right with the candidate
  friend bool operator==(const flip_counts&, const flip_counts&) = default;
};

/// Which direction of a metric is an improvement.
enum class better { higher, lower };

/// One quantile, in the metric's unit. A side that the metric does not measure is undefined.
struct value_quantile {
  double probability = 0;     ///< within [0, 1]
  estimate<double> baseline;  ///< of the baseline's values
  estimate<double> candidate; ///< of the candidate's values
  estimate<double> shift; ///< of candidate - baseline by observation; not the others' difference
  friend bool operator==(const value_quantile&, const value_quantile&) = default;
};

/// How a metric's values spread within a stratum: a mean shift of nothing can hide tokens whose
/// probability collapsed, and a mean latency the slow tail. Values are of tokens or of items, as
/// the metric says.
struct value_distribution {
  std::uint64_t observations = 0;
  std::vector<value_quantile> quantiles;     ///< by rising probability
  double rank_error = 0;                     ///< of each quantile, a share of the observations
  estimate<double> root_mean_square_shift{}; ///< of candidate - baseline
  friend bool operator==(const value_distribution&, const value_distribution&) = default;
};

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
  estimate<interval> confidence; ///< two-sided interval of the difference
  double confidence_level = 0;   ///< of `confidence`, for example 0.90
  std::string method; ///< how the interval was made: "Tango score", "skewness-adjusted t"
  estimate<double> standard_error; ///< of the difference
  flip_counts flips;               ///< zero for metrics that have no right/wrong outcome

  // What a test of another hypothesis than "no difference" needs beside the numbers above. An
  // interval is the hull of a t interval where degrees_of_freedom is defined and of Tango's where
  // design_effect is; a test has to reject by each part.
  estimate<double> degrees_of_freedom{}; ///< of the t distribution of difference / standard_error
  estimate<double>
      skewness{}; ///< of the units behind the standard error, whose t is adjusted for it
  estimate<double> design_effect{}; ///< items that count as one independent item, at least 1; only
                                    ///< for right/wrong outcomes, whose flips make a score test

  /// Set when only totals are known, not pairs: the test is then unpaired, and `flips` is zero.
  std::optional<stats::marginal_counts> marginals{};
  /// How the values spread, for metrics that keep it.
  std::optional<value_distribution> distribution{};
  /// Items that one of the two runs lacks; a stratum that lacks any is never passed.
  std::size_t missing_items = 0;
};

} // namespace tailgate
