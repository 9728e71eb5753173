// The result of judging candidate tiers against a baseline: what the reports draw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What the gate says of a stratum or a tier.
enum class verdict {
  pass,          ///< shown to be no worse than the margin allows
  fail,          ///< shown to be worse than the margin allows
  inconclusive,  ///< neither could be shown with these items
  uninformative, ///< nothing can be shown here, baseline at the floor or both at the ceiling:
                 ///< never a pass
  not_gated      ///< reported, but no margin was set for this metric
};

[[nodiscard]] constexpr const char* to_string(verdict v) noexcept {
  switch (v) {
  case verdict::pass:
    return "pass";
  case verdict::fail:
    return "fail";
  case verdict::inconclusive:
    return "inconclusive";
  case verdict::uninformative:
    return "uninformative";
  case verdict::not_gated:
    return "not_gated";
  }
  return "unknown";
}

/// One stratum on one metric with the gate's decision.
struct judged_stratum {
  paired_summary summary;
  double margin = 0;           ///< non-inferiority margin in the metric's unit; 0 when not gated
  estimate<double> p_value;    ///< H0: not worse than the margin; small means damage is shown
  estimate<double> p_adjusted; ///< Holm over all gated strata of all candidates judged together
  estimate<double> q_value;    ///< Benjamini-Hochberg over the same: which strata to look at
  verdict decision = verdict::not_gated;
  std::optional<std::size_t> further_pairs; ///< for inconclusive: about how many more are needed
  std::string note;                         ///< one clause for a reader, may be empty
};

/// One metric of one tier: every declared stratum, and the population number that they add up to.
struct judged_metric {
  breakdown result;                   ///< complete: every declared stratum is in it
  std::vector<judged_stratum> strata; ///< in declaration order
};

/// The stratum that lost most on the tier's primary metric.
struct worst_stratum {
  stratum_key stratum;
  std::string metric;
  double difference = 0;
};

/// One candidate against the baseline.
struct judged_tier {
  std::string name;           ///< "int4-g128"
  double bits_per_weight = 0; ///< of the quantized matrices, scales and zero points counted
  verdict decision = verdict::inconclusive;
  std::vector<judged_metric> metrics; ///< the primary (gated, first) metric first
  std::optional<worst_stratum> worst; ///< over the primary metric's informative strata
  estimate<double> masking_ratio;     ///< worst loss over the population's mean loss
};

/// Something about the baseline itself that makes it doubtful as the truth to compare with.
struct baseline_flag {
  stratum_key stratum;
  std::string metric;
  std::string text; ///< what is odd, with the numbers, as one sentence
};

/// What comparisons show in which nothing changed (A/A): the differences that mean nothing, and how
/// often the gate would fail all the same. Rates are shares of the replicates with their
/// Clopper-Pearson interval, 95 %.
struct noise_floor {
  std::string source;          ///< "relabelled pairs", "a second run of the baseline"
  std::size_t replicates = 0;  ///< A/A comparisons that were judged
  std::size_t false_fails = 0; ///< of these, how many the gate failed
  interval false_fail_rate{0, 1};

  /// The same with every margin at 0: any loss is damage. A margin leaves an unchanged model room,
  /// so that the rate above is far below alpha even where the tests are wrong; this one is near
  /// alpha at most when they are right, and it is the one that gate compares with alpha.
  std::size_t fails_without_margin = 0;
  interval fail_rate_without_margin{0, 1};
  /// Whether that is due to which items were exchanged together: small when fewer fail after items
  /// are dealt out to the clusters at random. Undefined where the rate gave no reason to ask.
  estimate<double> cluster_p_value;

  /// The same, margins at 0, with `neighbours` consecutive clusters exchanged together, so that
  /// what makes neighbours alike stays: items that are alike and not named as clusters show here.
  std::size_t neighbours = 1; ///< 1: not done
  std::size_t fails_of_neighbours = 0;
  interval fail_rate_of_neighbours{0, 1};
  estimate<double> neighbour_p_value; ///< as cluster_p_value, for the neighbours

  struct stratum_noise {
    stratum_key stratum;
    std::string metric;
    double difference = 0; ///< the largest absolute difference of 95 % of the replicates
  };
  std::vector<stratum_noise> strata; ///< in the order of the gated metrics and their strata
};

/// Everything a report prints. Order: tiers as given by the user.
struct comparison {
  std::string title;    ///< the model's name
  std::string baseline; ///< the baseline tier's name
  std::uint64_t seed = 0;
  double alpha = 0.05; ///< one-sided level of each decision
  std::vector<judged_tier> tiers;
  std::vector<baseline_flag> baseline_flags; ///< empty when the baseline looks sound
  std::optional<noise_floor> noise;          ///< absent when no A/A comparison was made
  std::vector<std::string> remarks;          ///< what a reader must know, one sentence each
  std::vector<std::pair<std::string, std::string>> settings; ///< what else to print, in order
  /// What may differ between runs with equal results, such as the thread count: printed, but not
  /// part of the report's digest.
  std::vector<std::pair<std::string, std::string>> environment;
};

} // namespace tailgate
