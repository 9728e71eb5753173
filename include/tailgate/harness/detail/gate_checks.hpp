// What gate refuses, and in which order it takes the metrics.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/candidate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/gate_options.hpp>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <vector>

namespace tailgate::detail {

inline void check_margin(const std::string& of, double margin) {
  if (!(margin > 0 && std::isfinite(margin)))
    throw argument_error(451, "gate",
        "the margin of " + of + " is " + std::to_string(margin) +
            "; it must be positive and finite, the largest loss you would still ship");
}

/// Throws E450, E451, E452, E457, E458, E460.
inline void check_options(const gate_options& options) {
  if (!(options.alpha > 0 && options.alpha < 0.5))
    throw argument_error(450, "gate",
        "alpha is " + std::to_string(options.alpha) +
            "; a one-sided level lies within (0, 0.5), for example 0.05");
  if (options.metrics.empty())
    throw argument_error(457, "gate", "no metric is gated; name at least one with its margin");
  for (auto rule = options.metrics.begin(); rule != options.metrics.end(); ++rule) {
    const std::string of = "'" + rule->metric + "'";
    check_margin(of, rule->margin);
    if (!(rule->floor >= 0 && rule->floor < 1))
      throw argument_error(458, "gate",
          "the floor of " + of + " is " + std::to_string(rule->floor) + "; it lies within [0, 1)");
    if (!(rule->ceiling > rule->floor && std::isfinite(rule->ceiling)))
      throw argument_error(460, "gate",
          "the ceiling of " + of + " is " + std::to_string(rule->ceiling) +
              "; it must be finite and above the floor, " + std::to_string(rule->floor) +
              "; 1 means every item right, 2 switches it off");
    if (std::any_of(options.metrics.begin(), rule,
            [&](const gated_metric& earlier) { return earlier.metric == rule->metric; }))
      throw argument_error(452, "gate", "metric " + of + " is gated twice");
    const auto& margins = rule->stratum_margins;
    for (auto s = margins.begin(); s != margins.end(); ++s) {
      check_margin(of + " in stratum '" + s->stratum.name() + "'", s->margin);
      if (std::any_of(margins.begin(), s,
              [&](const stratum_margin& earlier) { return earlier.stratum == s->stratum; }))
        throw argument_error(452, "gate",
            "metric " + of + " has two margins for stratum '" + s->stratum.name() + "'");
    }
  }
}

/// Positions in `results`: the gated metrics in the order of the options, then the others.
/// Throws E453, E455.
[[nodiscard]] inline std::vector<std::size_t> judging_order(
    const gate_options& options, std::span<const breakdown> results) {
  const auto find = [&](const std::string& metric, std::size_t from) {
    while (from < results.size() && results[from].metric() != metric)
      ++from;
    return from;
  };
  std::vector<std::size_t> order;
  for (const gated_metric& rule : options.metrics) {
    order.push_back(find(rule.metric, 0));
    if (order.back() == results.size())
      throw incomplete_error(453, "gate::judge",
          "metric '" + rule.metric +
              "' is gated but has no result; measure it or take it out of the gate");
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (find(results[i].metric(), i + 1) != results.size())
      throw argument_error(455, "gate::judge",
          "metric '" + results[i].metric() + "' has two results; give one breakdown a metric");
    if (std::find(order.begin(), order.end(), i) == order.end())
      order.push_back(i);
  }
  return order;
}

[[nodiscard]] inline double margin_of(const gated_metric& rule, const stratum_key& stratum) {
  for (const stratum_margin& own : rule.stratum_margins)
    if (own.stratum == stratum)
      return own.margin;
  return rule.margin;
}

/// Throws E461 (no candidate, or one named twice).
inline void check_candidates(std::span<const candidate> candidates) {
  if (candidates.empty())
    throw argument_error(461, "gate::judge", "there is no candidate; give at least one");
  for (auto c = candidates.begin(); c != candidates.end(); ++c)
    if (std::any_of(candidates.begin(), c,
            [&](const candidate& earlier) { return earlier.name == c->name; }))
      throw argument_error(
          461, "gate::judge", "candidate '" + c->name + "' is given twice; name each once");
}

/// Throws E462 unless both tiers have the same strata in the same order in metric `m`.
inline void check_same_strata(const judged_tier& first, const judged_tier& other, std::size_t m) {
  const auto& a = first.metrics[m].strata;
  const auto& b = other.metrics[m].strata;
  if (!std::equal(a.begin(), a.end(), b.begin(), b.end(),
          [](const judged_stratum& x, const judged_stratum& y) {
            return x.summary.stratum == y.summary.stratum;
          }))
    throw incomplete_error(462, "gate::judge",
        "'" + first.metrics[m].result.metric() + "' has other strata for candidate '" + other.name +
            "' than for '" + first.name + "'; measure all candidates on the same declared strata");
}

/// Throws E451, E454, E456, E459.
inline void check_gated(const gated_metric& rule, const breakdown& result, double level) {
  constexpr double rounding = 1e-12; // 1 - 2 * 0.05 and 0.9 may differ in the last place
  if (std::abs(result.confidence_level() - level) > rounding)
    throw argument_error(454, "gate::judge",
        "the intervals of '" + rule.metric + "' have level " +
            std::to_string(result.confidence_level()) + ", this gate reads level " +
            std::to_string(level) + "; make the breakdown at gate::confidence_level()");
  for (const stratum_margin& own : rule.stratum_margins)
    if (std::none_of(result.strata().begin(), result.strata().end(),
            [&](const paired_summary& row) { return row.stratum == own.stratum; }))
      throw argument_error(456, "gate::judge",
          "'" + rule.metric + "' has a margin for stratum '" + own.stratum.name() +
              "', which it does not have");
  for (const paired_summary& row : result.strata()) {
    if (has_outcomes(row) && margin_of(rule, row.stratum) >= 1)
      throw argument_error(451, "gate::judge",
          "the margin of '" + rule.metric + "' in stratum '" + row.stratum.name() +
              "' is 1 or more; a proportion cannot lose that much");
    if (row.confidence && !row.degrees_of_freedom && !has_outcomes(row))
      throw incomplete_error(459, "gate::judge",
          "stratum '" + row.stratum.name() + "' of '" + rule.metric +
              "' has an interval but neither degrees of freedom nor a design effect, so no "
              "p-value; have the metric's summary set one, or the marginal counts");
  }
}

} // namespace tailgate::detail
