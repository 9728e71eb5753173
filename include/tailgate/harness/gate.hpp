// The release gate: is a candidate no worse than its baseline, in every stratum, by a margin?
//
// Per stratum of a gated metric the paired non-inferiority test decides (non_inferiority.hpp):
// pass, fail, or inconclusive with the number of further pairs needed. What was not shown is not
// passed: zero flips in fifty pairs leave +-5 points open and do not pass a margin of 3.
//
// Failing: many strata are tested, and by chance alone some would look damaged. A stratum fails
// when its p-value, adjusted by Holm over all strata of all gated metrics of the tier, is at most
// alpha: the chance that any stratum of a harmless candidate fails stays within alpha. Damage that
// only the unadjusted interval shows is inconclusive, with a note. The family is every gated
// stratum, informative or not, since a family that the data choose would void the adjustment.
//
// Passing: a tier passes when every informative gated stratum does. That needs no correction: a
// tier that should not pass has at least one stratum beyond its margin, and to pass wrongly that
// very stratum has to pass, which has probability at most alpha, however many others there are
// (intersection-union test; R. L. Berger, Technometrics 24 (1982), doi:10.2307/1267823).
// Any failing stratum fails the tier; otherwise the tier is inconclusive, also when no stratum is
// informative.
//
// The floor, for right/wrong outcomes: where the baseline itself answers next to nothing right, a
// candidate has nothing to lose and an unchanged score shows nothing. With a = the baseline's
// accuracy on the items:
//
//   a <= floor   the stratum is uninformative: named, left out of the tier's decision, never a pass
//   a > floor    the test decides
//
// Shown damage is a fail on either side of the floor.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/detail/gate_checks.hpp>
#include <tailgate/harness/gate_options.hpp>
#include <tailgate/harness/masking.hpp>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/multiplicity.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Immutable after construction; safe to use from several threads.
class gate {
public:
  /// Throws argument_error E450 (alpha outside (0, 0.5)), E451 (a margin that is not positive and
  /// finite), E452 (a metric or a stratum named twice), E457 (no metric), E458 (a floor outside
  /// [0, 1)).
  explicit gate(gate_options options) : options_(std::move(options)) {
    detail::check_options(options_);
  }

  [[nodiscard]] const gate_options& options() const noexcept { return options_; }

  /// The level that the breakdowns given to judge() must have: 1 - 2 alpha.
  [[nodiscard]] stats::confidence_level confidence_level() const {
    return stats::confidence_level::one_sided(options_.alpha);
  }

  /// Judges one candidate. `results` has one breakdown a metric, in any order; metrics without a
  /// margin are reported and not judged. The returned metrics come in the order of the options,
  /// the others after them in the order given. `bits_per_weight` is carried along.
  ///
  /// Throws incomplete_error E453 (a gated metric is missing) or E459 (a gated row has an interval
  /// but nothing to test it by); argument_error E454 (a breakdown of another confidence level),
  /// E455 (two breakdowns of one metric), E456 (a margin for a stratum that does not exist), E451
  /// (a margin of 1 or more for right/wrong outcomes). Deterministic. O(S log S) for S strata.
  [[nodiscard]] judged_tier judge(
      std::string name, double bits_per_weight, std::vector<breakdown> results) const {
    judged_tier tier;
    tier.name = std::move(name);
    tier.bits_per_weight = bits_per_weight;
    for (const std::size_t i : detail::judging_order(options_, results))
      tier.metrics.push_back(unjudged(std::move(results[i])));
    decide(tier);
    tier.worst = find_worst(tier.metrics.front().strata);
    tier.masking_ratio = masking_ratio(tier.metrics.front().result, tier.worst);
    return tier;
  }

private:
  /// A judged stratum with its metric's rule and its test.
  struct trial {
    judged_stratum* stratum;
    const gated_metric* rule;
    non_inferiority test;
  };

  [[nodiscard]] static judged_metric unjudged(breakdown result) {
    std::vector<judged_stratum> strata;
    for (const paired_summary& row : result.strata()) {
      strata.emplace_back();
      strata.back().summary = row;
    }
    return {std::move(result), std::move(strata)};
  }

  void decide(judged_tier& tier) const {
    std::vector<trial> trials;
    std::vector<estimate<double>> p_values;
    for (std::size_t m = 0; m < options_.metrics.size(); ++m) {
      const gated_metric& rule = options_.metrics[m];
      detail::check_gated(rule, tier.metrics[m].result, confidence_level().value());
      for (judged_stratum& s : tier.metrics[m].strata) {
        s.margin = detail::margin_of(rule, s.summary.stratum);
        trials.push_back({&s, &rule, test_non_inferiority(s.summary, s.margin)});
        s.p_value = trials.back().test.p_value;
        p_values.push_back(s.p_value);
      }
    }
    const auto adjusted = stats::holm_adjust(p_values);
    std::size_t informative = 0, passed = 0, failed = 0;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      trials[i].stratum->p_adjusted = adjusted[i];
      decide(trials[i]);
      const verdict v = trials[i].stratum->decision;
      informative += v != verdict::uninformative;
      passed += v == verdict::pass;
      failed += v == verdict::fail;
    }
    tier.decision = failed > 0                                 ? verdict::fail
                    : informative > 0 && passed == informative ? verdict::pass
                                                               : verdict::inconclusive;
  }

  void decide(const trial& t) const {
    judged_stratum& s = *t.stratum;
    const bool damaged = t.test.position == margin_position::below;
    if (damaged && s.p_adjusted && s.p_adjusted.value() <= options_.alpha) {
      s.decision = verdict::fail;
      return;
    }
    if (at_floor(s.summary, t.rule->floor)) {
      s.decision = verdict::uninformative;
      s.note = "the baseline is at the floor: nothing to lose here";
      return;
    }
    s.decision = verdict::inconclusive;
    if (damaged)
      s.note = "worse than the margin on its own, but not after adjusting for all strata";
    else if (t.test.position == margin_position::unknown)
      s.note = std::string("no interval: ") + to_string(s.summary.confidence.why());
    else if (t.test.position == margin_position::above)
      s.decision = verdict::pass;
    s.further_pairs = t.test.further_pairs;
  }

  /// Only metrics of right/wrong outcomes have a design effect, and a floor.
  [[nodiscard]] static bool at_floor(const paired_summary& row, double floor) {
    return row.design_effect && row.baseline && row.baseline.value() <= floor;
  }

  gate_options options_;
};

} // namespace tailgate
