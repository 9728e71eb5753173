// The gate for a run in progress: look as often as you like, stop as soon as a verdict stands.
//
// A stratum with margin m holds two bets (stats/margin_e_value.hpp), e_damage against "the loss is
// at most m" and e_pass against "the loss is at least m".
//
//   fail           e_damage, adjusted by e-Holm over all strata of all gated metrics, reached
//                  1/alpha at some look. P(any stratum ever fails whose loss is within its margin)
//                  <= alpha: closed testing with averages of e-values, each of which stays below
//                  1/alpha for ever with probability 1 - alpha (Ville).
//   pass           e_pass reached 1/alpha at some look; not adjusted, as in gate: a tier passes
//                  when all informative strata do, and to pass wrongly the stratum beyond its
//                  margin has to pass, P <= alpha (intersection-union).
//   uninformative  the baseline is at the floor or both models at the ceiling, by gate's rule on
//                  the items seen so far; never a pass. At the ceiling a stratum is left out of the
//                  tier's decision only once e_pass reached 1/alpha.
//   inconclusive   none of these yet; so is every stratum below the minimum exposure.
//
// Verdicts are sticky. Ville's inequality bounds the largest e-value of all looks, so a fail or
// pass once reached is not taken back when later items weaken it, and does not depend on when the
// looks happened. The one exception is in the cautious direction: a fail overrules an earlier pass.
// Floor and ceiling are read anew at every look. A tier fails as soon as one stratum fails.
//
// Clusters: items that share a source are not independent, so a cluster is one unit, whose change
// is the mean over its items. It counts when it is complete (observe_cluster): a mean of part of a
// cluster, looked at and then replaced by another, is no bet on the next unit. What is tested is
// then the mean over units, see stats/unit_outcomes.hpp.
//
// Shards: gates of equal options merge by adding up integers. Let one gate look, at what is merged:
// the looks of a shard at its own part are a test of their own, and merge() does not take over
// their verdicts.
//
// Several candidates: one gate each. For alpha over all of them, give each alpha / candidates.
// Losses and other unbounded values cannot be bet on in this way and are refused (E472).
//
// References: V. Vovk, R. Wang, Annals of Statistics 49 (2021), doi:10.1214/20-AOS2020 (e-Holm);
// I. Waudby-Smith, A. Ramdas 2024, doi:10.1093/jrsssb/qkad009; R. L. Berger, Technometrics 24
// (1982), doi:10.2307/1267823. Simulated error rates and stopping times: docs/simulations.md.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/detail/gate_checks.hpp>
#include <tailgate/harness/detail/sequential_checks.hpp>
#include <tailgate/harness/detail/verdict_rule.hpp>
#include <tailgate/harness/sequential_options.hpp>
#include <tailgate/harness/sequential_state.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/margin_e_value.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/sequential_monitor.hpp>
#include <tailgate/stats/unit_outcomes.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Not safe to use from several threads at once; give each a gate and merge them.
class sequential_gate {
public:
  /// Throws argument_error E470 (no strata, or one twice), E472 (a gated metric that is not
  /// right/wrong), E474 (minimum exposure 0), E456 (a margin for an undeclared stratum), E248 (a
  /// margin of 1 or more), and for the gate's options what gate's constructor throws.
  explicit sequential_gate(sequential_options options) : options_(std::move(options)) {
    detail::check_sequential(options_);
    cells_.reserve(options_.gate.metrics.size() * options_.strata.size());
    for (const gated_metric& rule : options_.gate.metrics)
      for (const stratum_key& stratum : options_.strata)
        cells_.push_back({stats::margin_e_value(detail::margin_of(rule, stratum))});
  }

  [[nodiscard]] const sequential_options& options() const noexcept { return options_; }

  /// Adds one item that stands alone. Each item once: the gate keeps no names.
  /// Throws argument_error E471 for a metric or stratum that is not gated.
  void observe(std::string_view metric, const stratum_key& stratum, bool baseline_right,
      bool candidate_right) {
    stats::paired_counts item;
    item.add(baseline_right, candidate_right);
    cell_of(metric, stratum).seen.add(item);
  }

  /// Adds a table of items that each stand alone. Throws argument_error E471 as observe.
  void observe_items(
      std::string_view metric, const stratum_key& stratum, const stats::paired_counts& items) {
    cell_of(metric, stratum).seen.add_items(items);
  }

  /// Adds all items of one complete cluster; without items it changes nothing.
  /// Throws argument_error E471 as observe.
  void observe_cluster(
      std::string_view metric, const stratum_key& stratum, const stats::paired_counts& cluster) {
    cell_of(metric, stratum).seen.add(cluster);
  }

  /// Adds the items of another shard, but none of its verdicts: the next look() judges all items.
  /// Throws argument_error E473 when the options differ.
  void merge(const sequential_gate& shard) {
    if (!detail::same_plan(options_, shard.options_))
      throw argument_error(473, "sequential_gate::merge",
          "the shards have different options; level, exposure, metrics, margins and strata must be "
          "the same and in the same order");
    for (std::size_t i = 0; i < cells_.size(); ++i)
      cells_[i].seen += shard.cells_[i].seen;
  }

  /// Judges what was seen so far, and remembers what was reached. O(F^2) for a family of F strata
  /// times metrics.
  sequential_state look() {
    sequential_state state;
    state.strata = evidence();
    adjust(state.strata);
    std::vector<bool> open(options_.strata.size(), false);
    std::size_t passed = 0, failed = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      sequential_stratum& s = state.strata[i];
      if (decide(s, options_.gate.metrics[i / open.size()]))
        open[i % open.size()] = true;
      passed += s.decision == verdict::pass;
      failed += s.decision == verdict::fail;
    }
    if (failed == 0)
      for (std::size_t i = 0; i < open.size(); ++i)
        if (open[i])
          state.draw_more.push_back(options_.strata[i]);
    state.may_stop = state.draw_more.empty();
    if (failed > 0)
      state.decision = verdict::fail;
    else if (state.may_stop && passed > 0)
      state.decision = verdict::pass;
    return state;
  }

private:
  /// A stratum on one metric: its bets, its items, and the highest that a look has found.
  struct cell {
    stats::margin_e_value bets;
    stats::unit_outcomes seen{};
    double adjusted_damage = 0;
    double peak_non_inferiority = 0;
  };

  [[nodiscard]] cell& cell_of(std::string_view metric, const stratum_key& stratum) {
    const auto& metrics = options_.gate.metrics;
    const auto m = std::find_if(metrics.begin(), metrics.end(),
        [&](const gated_metric& rule) { return rule.metric == metric; });
    const auto s = std::find(options_.strata.begin(), options_.strata.end(), stratum);
    if (m == metrics.end() || s == options_.strata.end())
      throw argument_error(471, "sequential_gate::observe",
          "metric '" + std::string(metric) + "' in stratum '" + stratum.name() +
              "' is not gated; name a metric of the options and a declared stratum");
    return cells_[static_cast<std::size_t>(m - metrics.begin()) * options_.strata.size() +
                  static_cast<std::size_t>(s - options_.strata.begin())];
  }

  [[nodiscard]] std::vector<sequential_stratum> evidence() const {
    std::vector<sequential_stratum> strata(cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const cell& c = cells_[i];
      strata[i].metric = options_.gate.metrics[i / options_.strata.size()].metric;
      strata[i].stratum = options_.strata[i % options_.strata.size()];
      strata[i].margin = c.bets.margin();
      strata[i].counts = c.seen.items();
      strata[i].exposure = c.seen.units();
      strata[i].evidence = c.bets.of(c.seen);
    }
    return strata;
  }

  /// Raises the peaks of the cells to what this look shows.
  void adjust(std::vector<sequential_stratum>& strata) {
    std::vector<double> log_damage;
    std::vector<std::uint64_t> exposure;
    log_damage.reserve(strata.size());
    exposure.reserve(strata.size());
    for (const sequential_stratum& s : strata) {
      log_damage.push_back(s.evidence.log_damage);
      exposure.push_back(s.exposure);
    }
    const auto adjusted =
        stats::e_holm_after_exposure(log_damage, exposure, options_.minimum_exposure);
    for (std::size_t i = 0; i < strata.size(); ++i) {
      cell& c = cells_[i];
      if (exposed(strata[i])) {
        c.adjusted_damage = std::max(c.adjusted_damage, adjusted[i]);
        c.peak_non_inferiority =
            std::max(c.peak_non_inferiority, strata[i].evidence.log_non_inferiority);
      }
      strata[i].adjusted_damage = c.adjusted_damage;
      strata[i].peak_non_inferiority = c.peak_non_inferiority;
    }
  }

  [[nodiscard]] bool exposed(const sequential_stratum& s) const noexcept {
    return s.exposure >= options_.minimum_exposure;
  }

  /// Sets the verdict; returns whether the stratum keeps the tier from passing without failing it.
  [[nodiscard]] bool decide(sequential_stratum& s, const gated_metric& rule) const {
    const double alpha = options_.gate.alpha;
    const bool shown_fine = s.peak_non_inferiority >= -std::log(alpha);
    if (s.adjusted_damage * alpha >= 1) {
      s.decision = verdict::fail;
      return false;
    }
    if (!exposed(s)) {
      s.note = "below the minimum exposure of " + std::to_string(options_.minimum_exposure);
      return true;
    }
    const paired_summary row = accuracy_row(s.counts);
    if (detail::at_floor(row, rule.floor)) {
      s.decision = verdict::uninformative;
      s.note = "the baseline is at the floor: nothing to lose here";
      return false;
    }
    if (detail::at_ceiling(row, rule.ceiling)) {
      s.decision = verdict::uninformative;
      s.note = "both models are at the ceiling: too easy to show damage";
      return !shown_fine;
    }
    if (shown_fine)
      s.decision = verdict::pass;
    return !shown_fine;
  }

  /// As much of a row as the rules of floor and ceiling read.
  [[nodiscard]] static paired_summary accuracy_row(const stats::paired_counts& counts) {
    const double n = static_cast<double>(counts.total());
    paired_summary row;
    row.design_effect = 1.0;
    row.baseline = static_cast<double>(counts.baseline_right()) / n;
    row.candidate = static_cast<double>(counts.candidate_right()) / n;
    return row;
  }

  sequential_options options_;
  std::vector<cell> cells_; ///< metrics in the order of the options, then strata
};

} // namespace tailgate
