// Looks at the baseline by itself, before it is used as the truth to compare with.
//
// A baseline that was loaded with the wrong rotary scaling, tokenizer or prompt format still gives
// numbers, and a candidate with the same fault is "no worse". What shows is that strata do not fit
// each other. With g a stratum's mean in the direction in which more is better, t the tolerance and
// strata that differ on one axis only:
//
//   dip      ordered axis: g below both neighbours by more than t
//   peak     ordered axis: g above both neighbours by more than t
//   order    ordered axis: g above that of the next easier level by more than t; along context
//            lengths for right/wrong outcomes only, since a loss falls as the context grows
//   chance   nominal axis with three levels or more, right/wrong outcomes: the rate is below chance
//            (by default below t: next to nothing) while the median of its siblings is above
//   uniform  a loss of ln(vocabulary) or more: worse than guessing uniformly
//
// The levels of an ordered axis come easiest first, as the declared strata name them first.
//
// Statistics. The rate of one model is estimated from the items' own values, since a paired summary
// keeps the spread of differences only: Wilson's interval at the effective sample size for
// outcomes, the cluster-robust t interval for other means. Two strata a and b have items of their
// own, so that the lower bound of a - b follows from their intervals [l, u] by square and add,
//   (a - b) - sqrt((a - l_a)^2 + (u_b - b)^2)   (MOVER),
// and the p-value of "a - b <= t" is the tail probability at which this bound reaches t. A check
// with two conditions has the larger of their p-values. All checks of all metrics are adjusted
// together by Holm: a baseline in which nothing is odd by more than the tolerance is flagged with a
// probability of about alpha at most. Of 500 simulated baselines with ten equal strata of 60 items,
// 1.4 % were flagged at tolerance 0 and alpha 5 %: checks with two conditions are conservative.
// `uniform` is no test: no trained model comes near that line by chance.
//
// A flag is a question to the reader, not a verdict: a task that the model cannot do at all is
// flagged by `chance`, and may be meant to be in the set.
//
// References: G. Y. Zou, A. Donner, Statistics in Medicine 27 (2008), doi:10.1002/sim.3095 (MOVER);
// R. G. Newcombe, Statistics in Medicine 17 (1998) 873 (square and add of Wilson's intervals).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/detail/baseline_lines.hpp>
#include <tailgate/harness/detail/baseline_means.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/multiplicity.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What is known of one metric.
struct baseline_rule {
  std::string metric;
  better direction = better::higher;
  double tolerance = 0.05;        ///< in the metric's unit; what is no more than this is not odd
  std::optional<double> chance{}; ///< the accuracy of guessing; for right/wrong outcomes only
  /// For losses in nats per token: the number of tokens of the vocabulary.
  std::optional<std::size_t> vocabulary{};
};

struct baseline_check_options {
  double alpha = 0.05; ///< probability that a sound baseline is flagged at all, within (0, 0.5)
  std::vector<baseline_rule> metrics;
};

namespace detail {

/// Throws E467.
inline void check_rules(
    const baseline_check_options& options, std::span<const metric_values> values) {
  const auto refuse = [](const std::string& what) {
    throw argument_error(467, "check_baseline", what);
  };
  if (!(options.alpha > 0 && options.alpha < 0.5))
    refuse("alpha is " + std::to_string(options.alpha) + "; it lies within (0, 0.5)");
  for (const baseline_rule& rule : options.metrics) {
    if (!(rule.tolerance >= 0 && std::isfinite(rule.tolerance)))
      refuse("the tolerance of '" + rule.metric + "' is " + std::to_string(rule.tolerance) +
             "; it must be finite and at least 0");
    if (rule.chance && !(*rule.chance >= 0 && *rule.chance < 1))
      refuse("the chance of '" + rule.metric + "' is " + std::to_string(*rule.chance) +
             "; it lies within [0, 1)");
    if (rule.vocabulary && *rule.vocabulary < 2)
      refuse("the vocabulary of '" + rule.metric + "' has fewer than 2 tokens");
    if (std::none_of(values.begin(), values.end(),
            [&](const metric_values& m) { return m.metric == rule.metric && !m.items.empty(); }))
      refuse("metric '" + rule.metric + "' has no values; give them or leave its rule out");
  }
}

/// The checks of one metric.
class baseline_checker {
public:
  /// A check that was made; its flag counts once the p-value is adjusted.
  struct finding {
    double p_value;
    baseline_flag flag;
    std::size_t blamed;                  ///< the stratum that is odd
    std::optional<std::size_t> compared; ///< for `order`: the easier level
  };

  /// Throws E469.
  baseline_checker(const baseline_rule& rule, const metric_values& values,
      std::span<const declared_stratum> declared)
      : rule_(rule), declared_(declared), means_(declared.size()) {
    std::map<stratum_key, std::size_t> position;
    for (std::size_t s = 0; s < declared.size(); ++s)
      position.emplace(declared[s].key, s);
    std::vector<std::vector<const item_value*>> items(declared.size());
    bool outcomes = rule.direction == better::higher;
    for (const item_value& item : values.items) {
      const auto at = position.find(item.stratum);
      if (at == position.end() || !std::isfinite(item.baseline))
        throw argument_error(469, "check_baseline",
            "item '" + item.id + "' of '" + values.metric + "' has " +
                (at == position.end() ? "stratum '" + item.stratum.name() + "', not declared"
                                      : "a value that is not finite"));
      items[at->second].push_back(&item);
      outcomes = outcomes && (item.baseline == 0 || item.baseline == 1);
    }
    for (std::size_t s = 0; s < items.size(); ++s)
      if (!items[s].empty())
        means_[s].emplace(items[s], rule.direction, outcomes);
  }

  void check_uniform(std::vector<baseline_flag>& flags) const {
    if (!rule_.vocabulary)
      return;
    const double uniform = std::log(static_cast<double>(*rule_.vocabulary));
    flags.reserve(flags.size() + means_.size());
    for (std::size_t s = 0; s < means_.size(); ++s)
      if (means_[s] && means_[s]->value() >= uniform)
        flags.push_back(
            flag(s, means_[s]->text() + " is no better than guessing uniformly among " +
                        std::to_string(*rule_.vocabulary) + " tokens, " + three_decimals(uniform)));
  }

  void check_line(stratum_line line, std::vector<finding>& findings) const {
    std::erase_if(line.strata, [&](std::size_t s) { return !means_[s]; });
    if (line.along.kind == axis_kind::nominal)
      check_siblings(line, findings);
    else
      check_ordered(line, findings);
  }

private:
  [[nodiscard]] baseline_flag flag(std::size_t s, std::string text) const {
    return {declared_[s].key, rule_.metric, std::move(text)};
  }

  [[nodiscard]] std::string describe(std::size_t s) const {
    return means_[s]->text() + " in '" + declared_[s].key.name() + "'";
  }

  void check_ordered(const stratum_line& line, std::vector<finding>& findings) const {
    const double t = rule_.tolerance;
    findings.reserve(findings.size() + 3 * line.strata.size());
    for (std::size_t i = 1; i < line.strata.size(); ++i) {
      const std::size_t before = line.strata[i - 1], here = line.strata[i];
      const baseline_mean &a = *means_[before], &b = *means_[here];
      if (i + 1 < line.strata.size()) {
        const std::size_t after = line.strata[i + 1];
        const baseline_mean& c = *means_[after];
        const std::string neighbours = " than both neighbours along '" + line.along.name + "', " +
                                       describe(before) + " and " + describe(after);
        findings.push_back({std::max(p_better(a, b, t), p_better(c, b, t)),
            flag(here, b.text() + " is worse" + neighbours), here, std::nullopt});
        findings.push_back({std::max(p_better(b, a, t), p_better(b, c, t)),
            flag(here, b.text() + " is better" + neighbours), here, std::nullopt});
      }
      if (line.along.kind == axis_kind::ordinal || b.outcomes())
        findings.push_back({p_better(b, a, t),
            flag(here, b.text() + " is better than the easier level along '" + line.along.name +
                           "', " + describe(before)),
            here, before});
    }
  }

  void check_siblings(const stratum_line& line, std::vector<finding>& findings) const {
    if (line.strata.size() < 3 || !means_[line.strata[0]]->outcomes())
      return;
    const double rate = rule_.chance.value_or(rule_.tolerance);
    findings.reserve(findings.size() + line.strata.size());
    for (const std::size_t s : line.strata) {
      std::vector<std::size_t> siblings = line.strata;
      std::erase(siblings, s);
      const auto middle = siblings.begin() + static_cast<std::ptrdiff_t>((siblings.size() - 1) / 2);
      std::nth_element(siblings.begin(), middle, siblings.end(),
          [&](std::size_t a, std::size_t b) { return means_[a]->value() < means_[b]->value(); });
      findings.push_back({std::max(p_below(*means_[s], rate), p_above(*means_[*middle], rate)),
          flag(s, means_[s]->text() + " is below " +
                      (rule_.chance ? "chance, " : "next to nothing, ") + three_decimals(rate) +
                      ", where the median along '" + line.along.name + "' is " + describe(*middle)),
          s, std::nullopt});
    }
  }

  const baseline_rule& rule_;
  std::span<const declared_stratum> declared_;
  std::vector<std::optional<baseline_mean>> means_; ///< absent where the metric has no items
};

} // namespace detail

/// Flags what is odd in the baseline's values; `candidate` values are not read. `declared` gives
/// the strata and the order of their levels, `axes` which axes are ordered. A level is left out of
/// the comparisons that need an interval it does not have (a mean of fewer than two items, of one
/// cluster, or of equal values). An order flag that a dip or peak already explains is left out.
///
/// Flags come by metric, within a metric by check, in the order of the axes and levels. Throws
/// argument_error E467 (a rule out of range, or its metric has no values), E469 (an item whose
/// value is not finite or whose stratum is not declared). Deterministic. O(n log n) for n items.
[[nodiscard]] inline std::vector<baseline_flag> check_baseline(
    std::span<const metric_values> values, std::span<const declared_stratum> declared,
    std::span<const axis> axes, const baseline_check_options& options) {
  using finding = detail::baseline_checker::finding;
  detail::check_rules(options, values);
  const auto lines = detail::lines_of(declared, axes);
  std::vector<baseline_flag> flags;
  std::vector<finding> findings;
  for (const baseline_rule& rule : options.metrics) {
    const auto of_rule = std::find_if(values.begin(), values.end(),
        [&](const metric_values& m) { return m.metric == rule.metric; });
    const detail::baseline_checker checker(rule, *of_rule, declared);
    checker.check_uniform(flags);
    for (const detail::stratum_line& line : lines)
      checker.check_line(line, findings);
  }
  std::vector<double> p_values(findings.size());
  std::transform(findings.begin(), findings.end(), p_values.begin(),
      [](const finding& f) { return f.p_value; });
  const auto adjusted = stats::holm_adjust(std::span<const double>(p_values));
  std::vector<const finding*> odd;
  odd.reserve(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (adjusted[i] <= options.alpha)
      odd.push_back(&findings[i]);
  const auto explained = [&](const finding& f) {
    return f.compared && std::any_of(odd.begin(), odd.end(), [&](const finding* other) {
      return !other->compared && other->flag.metric == f.flag.metric &&
             (other->blamed == f.blamed || other->blamed == *f.compared);
    });
  };
  flags.reserve(flags.size() + odd.size());
  for (const finding* f : odd)
    if (!explained(*f))
      flags.push_back(f->flag);
  return flags;
}

} // namespace tailgate
