// The release gate: is a candidate no worse than its baseline, in every stratum, by a margin?
//
// Per stratum of a gated metric the paired non-inferiority test decides (non_inferiority.hpp):
// pass, fail, or inconclusive with the number of further pairs needed. What was not shown is not
// passed: zero flips in fifty pairs leave +-5 points open and do not pass a margin of 3.
//
// Failing: many strata are tested, and by chance alone some would look damaged. A stratum fails
// when its p-value, adjusted by Holm over its family, is at most alpha. The family is every gated
// stratum of every gated metric of every candidate that is judged together, informative or not,
// since a family that the data choose would void the adjustment. The chance that any stratum of any
// harmless candidate fails stays within alpha, as far as each test keeps its level (docs/design.md
// has the enumerated rates). Damage that only the unadjusted interval shows is
// inconclusive, with a note. The same family adjusted by Benjamini and Hochberg gives the q-values,
// for the list of strata to look at (discoveries.hpp), which decides nothing.
//
// Passing: a tier passes when every informative gated stratum does. That needs no correction: a
// tier that should not pass has at least one stratum beyond its margin, and to pass wrongly that
// very stratum has to pass, which has probability at most alpha, however many others there are
// (intersection-union test; R. L. Berger, Technometrics 24 (1982), doi:10.2307/1267823). This holds
// for each tier; who judges several and ships any that passes has that chance for each.
// Any failing stratum fails the tier; otherwise the tier is inconclusive, also when no stratum is
// informative.
//
// Where nothing can be shown, for right/wrong outcomes. With a = the baseline's accuracy on the
// items and b = the candidate's:
//
//   a <= floor             nothing to lose: an unchanged score shows nothing
//   a, b both >= ceiling   too easy: damage that other items would show need not show here
//
// make the stratum uninformative: named, left out of the tier's decision, never a pass. Shown
// damage is a fail on either side of both. Floor and ceiling differ in one point. At the ceiling
// there is everything to lose, and a few items that both answer right say little; were such a
// stratum simply left out, a tier could pass with a stratum beyond its margin. So it is left out
// only once its interval lies above the margin, and until then keeps the tier from passing.
//
// Missing items: a stratum of which one run lacks items is never passed, and never left out, since
// what is missing may be what broke. It can fail.
//
// Totals without pairs: a row with `marginals` is tested by the unpaired score test, never by a
// paired one, and its note has the bounds of the flips. remarks.hpp tells the reader.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/candidate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/detail/gate_checks.hpp>
#include <tailgate/harness/detail/level_check.hpp>
#include <tailgate/harness/detail/verdict_rule.hpp>
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
  /// [0, 1)), E460 (a ceiling that is not above the floor).
  explicit gate(gate_options options) : options_(std::move(options)) {
    detail::check_options(options_);
  }

  [[nodiscard]] const gate_options& options() const noexcept { return options_; }

  /// The level that the breakdowns given to judge() must have: 1 - 2 alpha.
  [[nodiscard]] stats::confidence_level confidence_level() const {
    return stats::confidence_level::one_sided(options_.alpha);
  }

  /// Judges several candidates against one baseline, as one family; one tier each, in the order
  /// given. Metrics without a margin are reported and not judged. A tier's metrics come in the
  /// order of the options, the others after them in the order given.
  ///
  /// Throws incomplete_error E453 (a gated metric is missing), E459 (a gated row has an interval
  /// but nothing to test it by) or E462 (candidates with different strata); argument_error E454 (a
  /// breakdown of another confidence level), E455 (two breakdowns of one metric), E456 (a margin
  /// for a stratum that does not exist), E451 (a margin of 1 or more for right/wrong outcomes),
  /// E461 (no candidate, or one named twice). Deterministic. O(S log S) for S strata in all.
  [[nodiscard]] std::vector<judged_tier> judge(std::vector<candidate> candidates) const {
    detail::check_candidates(candidates);
    std::vector<judged_tier> tiers;
    tiers.reserve(candidates.size());
    for (candidate& c : candidates)
      tiers.push_back(unjudged(std::move(c)));
    decide(tiers);
    for (judged_tier& tier : tiers) {
      tier.worst = find_worst(tier.metrics.front().strata);
      tier.masking_ratio = masking_ratio(tier.metrics.front().result, tier.worst);
    }
    return tiers;
  }

  /// Judges one candidate: a family of its own. Errors as above.
  [[nodiscard]] judged_tier judge(
      std::string name, double bits_per_weight, std::vector<breakdown> results) const {
    std::vector<candidate> one;
    one.push_back({std::move(name), bits_per_weight, std::move(results)});
    return std::move(judge(std::move(one)).front());
  }

  /// Judges as above once comparisons of the baseline with itself have shown that this gate keeps
  /// its level. Throws also incomplete_error E463: see require_level().
  [[nodiscard]] std::vector<judged_tier> judge(
      std::vector<candidate> candidates, const noise_floor& noise) const {
    require_level(noise);
    return judge(std::move(candidates));
  }

  /// Throws incomplete_error E463 when comparisons in which nothing changed (noise_floor.hpp) fail
  /// more often than alpha allows, that is, the lower end of the rate's interval lies above alpha:
  /// at this gate's margins; or with all margins at 0, when also fewer fail once the items are
  /// dealt out at random. A gate that fails the unchanged says nothing of the changed.
  void require_level(const noise_floor& noise) const { detail::check_level(options_, noise); }

  /// Whether any gated stratum of `results` would fail as a family of one candidate, with every
  /// margin multiplied by `margin_scale`, within [0, 1]: 1 is this gate, 0 tests for any loss at
  /// all. Errors as judge().
  [[nodiscard]] bool fails(std::vector<breakdown> results, double margin_scale = 1) const {
    std::vector<judged_tier> tiers;
    tiers.push_back(unjudged({"results", 0, std::move(results)}));
    const auto trials = test(tiers, margin_scale);
    return std::any_of(trials.begin(), trials.end(), [&](const detail::trial& t) {
      return detail::shows_damage(t.test, t.stratum->p_adjusted, options_.alpha);
    });
  }

private:
  /// A tier with its metrics in judging order and no decision.
  [[nodiscard]] judged_tier unjudged(candidate c) const {
    judged_tier tier;
    tier.name = std::move(c.name);
    tier.bits_per_weight = c.bits_per_weight;
    const auto order = detail::judging_order(options_, c.results);
    tier.metrics.reserve(order.size());
    for (const std::size_t i : order) {
      const auto rows = c.results[i].strata();
      std::vector<judged_stratum> strata(rows.size());
      for (std::size_t s = 0; s < rows.size(); ++s)
        strata[s].summary = rows[s];
      tier.metrics.push_back({std::move(c.results[i]), std::move(strata)});
    }
    return tier;
  }

  /// Tests every gated stratum of every tier and adjusts the p-values over all of them.
  [[nodiscard]] std::vector<detail::trial> test(
      std::vector<judged_tier>& tiers, double margin_scale) const {
    std::vector<detail::trial> trials;
    for (judged_tier& tier : tiers)
      for (std::size_t m = 0; m < options_.metrics.size(); ++m) {
        const gated_metric& rule = options_.metrics[m];
        detail::check_gated(rule, tier.metrics[m].result, confidence_level().value());
        detail::check_same_strata(tiers.front(), tier, m);
        trials.reserve(trials.size() + tier.metrics[m].strata.size());
        for (judged_stratum& s : tier.metrics[m].strata) {
          s.margin = detail::margin_of(rule, s.summary.stratum);
          trials.push_back({&s, &rule, test_non_inferiority(s.summary, margin_scale * s.margin)});
          s.p_value = trials.back().test.p_value;
        }
      }
    std::vector<estimate<double>> p_values(trials.size());
    std::transform(trials.begin(), trials.end(), p_values.begin(),
        [](const detail::trial& t) { return t.test.p_value; });
    const auto adjusted = stats::holm_adjust(p_values);
    const auto q_values = stats::benjamini_hochberg_adjust(p_values);
    for (std::size_t i = 0; i < trials.size(); ++i) {
      trials[i].stratum->p_adjusted = adjusted[i];
      trials[i].stratum->q_value = q_values[i];
    }
    return trials;
  }

  void decide(std::vector<judged_tier>& tiers) const {
    const auto trials = test(tiers, 1);
    const std::size_t each = trials.size() / tiers.size(); // E462 made them equal
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      bool failed = false, open = false, passed = false;
      for (std::size_t k = i * each; k < (i + 1) * each; ++k) {
        detail::decide(trials[k], options_.alpha);
        failed = failed || trials[k].stratum->decision == verdict::fail;
        passed = passed || trials[k].stratum->decision == verdict::pass;
        open = open || detail::leaves_open(trials[k]);
      }
      tiers[i].decision = failed            ? verdict::fail
                          : passed && !open ? verdict::pass
                                            : verdict::inconclusive;
    }
  }

  gate_options options_;
};

} // namespace tailgate
