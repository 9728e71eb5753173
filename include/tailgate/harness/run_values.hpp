// The values of single items behind a comparison of two runs, and the way back to breakdowns: what
// an A/A comparison exchanges and judges again (noise_floor.hpp).
//
//   const auto values = paired_values(runs, {{"exact_match", "loss"}});
//   const value_break_down break_down(runs, options);
//   const noise_floor noise = relabelled_noise(gate, values, break_down);
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison_options.hpp>
#include <tailgate/harness/detail/axes_of.hpp>
#include <tailgate/harness/detail/run_populations.hpp>
#include <tailgate/harness/detail/token_fields.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/digit_prefix.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/metrics/order_of_magnitude.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/probability_shift.hpp>
#include <tailgate/metrics/relative_error.hpp>
#include <tailgate/metrics/target_rank.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

/// A metric whose items have a value of their own under each model.
struct valued_metric {
  std::string_view name;
  std::vector<std::size_t> run_populations::*over;
  double (*value)(const item_record&, const std::string& expected);
  std::optional<double> without; ///< of an item that the candidate lacks; nothing: left out
  paired_summary (*empty_row)(stats::confidence_level);
  bool right_wrong = false;
};

template <class Metric>
[[nodiscard]] paired_summary empty_row(stats::confidence_level level) {
  return Metric().summary(level);
}

/// Expected answers are those of the baseline; items without one are not asked for it.
[[nodiscard]] inline const std::array<valued_metric, 7>& valued_metrics() {
  using answer = const std::string&;
  static const std::array<valued_metric, 7> all{
      {{exact_match::name, &run_populations::answered,
           [](const item_record& item, answer) { return item.right ? 1.0 : 0.0; }, 0.0,
           empty_row<exact_match>, true},
          {next_token_loss::name, &run_populations::plain,
              [](const item_record& item, answer) { return token_mean(item, token_loss); },
              std::nullopt, empty_row<next_token_loss>},
          {digit_prefix::name, &run_populations::numeric,
              [](const item_record& item, answer expected) {
                return grade_number(expected, item.output).digit_prefix;
              },
              numeric_grade().digit_prefix, empty_row<digit_prefix>},
          {relative_error::name, &run_populations::numeric,
              [](const item_record& item, answer expected) {
                return grade_number(expected, item.output).relative_error;
              },
              numeric_grade().relative_error, empty_row<relative_error>},
          {order_of_magnitude::name, &run_populations::numeric,
              [](const item_record& item, answer expected) {
                return grade_number(expected, item.output).order_of_magnitude_error ? 0.0 : 1.0;
              },
              0.0, empty_row<order_of_magnitude>, true},
          {probability_shift::name, &run_populations::tokens,
              [](const item_record& item, answer) { return token_mean(item, token_probability); },
              std::nullopt, empty_row<probability_shift>},
          {target_rank::name, &run_populations::tokens,
              [](const item_record& item, answer) { return token_mean(item, reciprocal_rank); },
              std::nullopt, empty_row<target_rank>}}};
  return all;
}

/// Throws E485.
[[nodiscard]] inline const valued_metric& find_valued_metric(std::string_view name) {
  for (const valued_metric& metric : valued_metrics())
    if (metric.name == name)
      return metric;
  throw argument_error(485, "paired_values",
      "'" + std::string(name) +
          "' has no value of an item under each model; name exact_match, loss, digit_prefix, "
          "relative_error, order_of_magnitude, probability_shift or target_rank");
}

} // namespace detail

/// The values that each named metric of compare_runs has for each item, in the baseline's order of
/// items; means over tokens where an item has several. Items that the candidate lacks are as in
/// compare_runs: wrong for metrics of answers, left out of the others.
///
/// Throws argument_error E485 for a metric without values of its own under each model (the flip
/// rate, divergences and agreements compare the models with each other) or one that the runs do not
/// carry, and what compare_runs throws for the strata (E482 to E484). Linear in the runs a metric.
[[nodiscard]] inline std::vector<metric_values> paired_values(
    const paired_run& runs, std::span<const std::string> metrics) {
  const detail::run_populations over = detail::find_populations(runs);
  const std::vector<declared_stratum>& strata = runs.baseline->design.strata;
  std::vector<metric_values> result;
  result.reserve(metrics.size());
  for (const std::string& name : metrics) {
    const detail::valued_metric& metric = detail::find_valued_metric(name);
    const std::vector<std::size_t>& population = over.*metric.over;
    if (population.empty())
      throw argument_error(485, "paired_values",
          "the runs carry nothing for '" + name + "' in any stratum; leave it out");
    metric_values values{name, {}};
    values.items.reserve(runs.items.size());
    for (const item_pair& pair : runs.items) {
      const item_record& b = *pair.baseline;
      if (!detail::contains_stratum(population, b.stratum) || (!pair.candidate && !metric.without))
        continue;
      const std::string expected = b.expected.value_or(std::string());
      values.items.push_back({b.id, strata[b.stratum].key, b.cluster, metric.value(b, expected),
          pair.candidate ? metric.value(*pair.candidate, expected) : *metric.without});
    }
    result.push_back(std::move(values));
  }
  return result;
}

/// Makes breakdowns from values, as compare_runs makes them from the runs: the same baseline,
/// candidate, difference, interval, flips and missing items in every row; no distribution. Copyable
/// and safe to call from several threads at once.
class value_break_down {
public:
  value_break_down(const paired_run& runs, const comparison_options& options)
      : declared_(runs.baseline->design.strata), axes_(runs.baseline->design.axes),
        options_(options) {
    missing_.reserve(declared_.size());
    for (std::size_t s = 0; s < declared_.size(); ++s) {
      positions_.emplace(declared_[s].key, s);
      missing_.push_back(runs.missing_items(s));
    }
  }

  /// One breakdown a metric. Throws argument_error E485 (not a metric of paired_values), E486 (a
  /// stratum that the runs do not have), and what the metrics and breakdown::complete throw.
  [[nodiscard]] std::vector<breakdown> operator()(std::span<const metric_values> values) const {
    std::vector<breakdown> results;
    results.reserve(values.size());
    for (const metric_values& of : values) {
      const detail::valued_metric& metric = detail::find_valued_metric(of.metric);
      if (metric.right_wrong)
        results.push_back(make(of, metric, exact_match(options_.clusters), [](const item_value& v) {
          return paired_outcome{v.id, v.cluster, v.baseline == 1, v.candidate == 1};
        }));
      else // any mean of values that are not negative is made as that of losses
        results.push_back(make(of, metric, next_token_loss(), [](const item_value& v) {
          return paired_loss{v.id, v.cluster, v.baseline, v.candidate};
        }));
    }
    return results;
  }

private:
  [[nodiscard]] std::size_t position(const stratum_key& key) const {
    const auto found = positions_.find(key);
    if (found == positions_.end())
      throw argument_error(486, "value_break_down",
          "stratum '" + key.name() + "' is not one of the runs; take values from paired_values");
    return found->second;
  }

  template <class Metric, class Observation>
  [[nodiscard]] breakdown make(const metric_values& values, const detail::valued_metric& metric,
      const Metric& empty, Observation observation) const {
    std::vector<std::optional<Metric>> metrics(declared_.size());
    const stratum_key* last = nullptr;
    std::size_t at = 0;
    for (const item_value& item : values.items) {
      if (!last || *last != item.stratum) { // neighbours mostly share a stratum
        at = position(item.stratum);
        last = &item.stratum;
      }
      if (!metrics[at])
        metrics[at] = empty;
      metrics[at]->observe(observation(item));
    }
    std::vector<declared_stratum> declared;
    std::vector<paired_summary> rows;
    declared.reserve(metrics.size());
    rows.reserve(metrics.size());
    const paired_summary named = metric.empty_row(options_.level);
    for (std::size_t s = 0; s < metrics.size(); ++s) {
      if (!metrics[s])
        continue;
      declared.push_back(declared_[s]);
      rows.push_back(metrics[s]->summary(options_.level));
      rows.back().stratum = declared_[s].key;
      rows.back().metric = named.metric;
      rows.back().unit = named.unit;
      rows.back().direction = named.direction;
      rows.back().missing_items = missing_[s];
    }
    return breakdown::complete(declared, std::move(rows), detail::axes_of(axes_, declared));
  }

  std::vector<declared_stratum> declared_;
  std::vector<axis> axes_;
  comparison_options options_;
  std::map<stratum_key, std::size_t> positions_;
  std::vector<std::size_t> missing_;
};

} // namespace tailgate
