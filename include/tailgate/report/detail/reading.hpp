// What every report reads from a comparison in the same way: words, order, and what a population
// number hides.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate::report::detail {

/// A mark of one column that says the verdict without colour.
[[nodiscard]] inline const char* verdict_mark(verdict v) noexcept {
  switch (v) {
  case verdict::pass:
    return "\u2713"; // check mark
  case verdict::fail:
    return "\u2717"; // ballot x
  case verdict::inconclusive:
    return "?";
  case verdict::uninformative:
    return "\u2205"; // empty set
  case verdict::not_gated:
    return ".";
  }
  return " ";
}

/// The verdict in words: "not gated".
[[nodiscard]] inline std::string verdict_label(verdict v) {
  return v == verdict::not_gated ? "not gated" : to_string(v);
}

inline constexpr verdict all_verdicts[] = {verdict::fail, verdict::inconclusive,
    verdict::uninformative, verdict::pass, verdict::not_gated};

/// "exact match" for "exact_match".
[[nodiscard]] inline std::string metric_label(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// How much worse the candidate is, in the metric's unit; negative for an improvement.
[[nodiscard]] inline double loss(better direction, double difference) noexcept {
  return direction == better::higher ? -difference : difference;
}
[[nodiscard]] inline estimate<double> loss(const paired_summary& row) {
  return row.difference ? estimate<double>(loss(row.direction, row.difference.value()))
                        : estimate<double>(row.difference.why());
}

/// Failing strata first, then by loss; behind them the uninformative ones, then those whose
/// difference is undefined. Ties stay in declaration order.
[[nodiscard]] inline std::vector<const judged_stratum*> by_damage(const judged_metric& metric) {
  std::vector<const judged_stratum*> order;
  for (const judged_stratum& s : metric.strata)
    order.push_back(&s);
  const auto group = [](const judged_stratum& s) {
    return s.decision == verdict::fail            ? 0
           : !s.summary.difference                ? 3
           : s.decision == verdict::uninformative ? 2
                                                  : 1;
  };
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
    if (group(*a) != group(*b))
      return group(*a) < group(*b);
    const auto a_loss = loss(a->summary), b_loss = loss(b->summary);
    return a_loss.defined() && b_loss.defined() && a_loss.value() > b_loss.value();
  });
  return order;
}

/// The stratum that lost most, among those where the baseline had something to lose; null when
/// there is none with a defined difference.
[[nodiscard]] inline const judged_stratum* worst_of(const judged_metric& metric) {
  const judged_stratum* worst = nullptr;
  for (const judged_stratum& s : metric.strata)
    if (s.decision != verdict::uninformative && s.summary.difference &&
        (worst == nullptr || loss(s.summary).value() > loss(worst->summary).value()))
      worst = &s;
  return worst;
}

[[nodiscard]] inline const judged_metric* find_metric(
    const judged_tier& tier, std::string_view name) {
  for (const judged_metric& m : tier.metrics)
    if (m.result.metric() == name)
      return &m;
  return nullptr;
}

/// Null where the tier lacks the metric or the metric the stratum.
[[nodiscard]] inline const judged_stratum* find_stratum(
    const judged_metric* metric, const stratum_key& key) {
  if (metric != nullptr)
    for (const judged_stratum& s : metric->strata)
      if (s.summary.stratum == key)
        return &s;
  return nullptr;
}

/// The metrics of all tiers, in order of appearance.
[[nodiscard]] inline std::vector<std::string> metric_names(const comparison& c) {
  std::vector<std::string> names;
  for (const judged_tier& tier : c.tiers)
    for (const judged_metric& m : tier.metrics)
      if (std::find(names.begin(), names.end(), m.result.metric()) == names.end())
        names.push_back(m.result.metric());
  return names;
}

/// The first metric of that name; one exists for each of metric_names().
[[nodiscard]] inline const judged_metric& first_with(const comparison& c, std::string_view name) {
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, name))
      return *m;
  throw argument_error(501, "report", "no tier has the metric '" + std::string(name) + "'");
}

/// The strata of one metric over all tiers, in order of appearance.
[[nodiscard]] inline std::vector<stratum_key> strata_of(
    const comparison& c, std::string_view metric) {
  std::vector<stratum_key> keys;
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, metric))
      for (const judged_stratum& s : m->strata)
        if (std::find(keys.begin(), keys.end(), s.summary.stratum) == keys.end())
          keys.push_back(s.summary.stratum);
  return keys;
}

/// "0.982 -> 0.961 (-2.1 points)", with `arrow` between the scores.
[[nodiscard]] inline std::string movement(const estimate<double>& baseline,
    const estimate<double>& candidate, const estimate<double>& difference, std::string_view unit,
    std::string_view arrow) {
  const auto score = [&](double x) { return format_score(x, unit); };
  if (!difference)
    return format_undefined(difference.why());
  return format_estimate(baseline, score) + std::string(arrow) + format_estimate(candidate, score) +
         " (" + format_difference(difference.value(), unit) + " " + difference_unit(unit) + ")";
}
[[nodiscard]] inline std::string movement(const paired_summary& row, std::string_view arrow) {
  return movement(row.baseline, row.candidate, row.difference, row.unit, arrow);
}

/// "it hides task=hex: 0.801 -> 0.411 (-39.0 points)", or that there is nothing to hide.
[[nodiscard]] inline std::string what_it_hides(
    const judged_metric& metric, const aggregate_values& total, std::string_view arrow) {
  const judged_stratum* worst = worst_of(metric);
  if (worst == nullptr)
    return "no stratum has a defined difference";
  const double worst_loss = loss(worst->summary).value();
  if (worst_loss <= 0)
    return "no stratum lost";
  if (total.difference && worst_loss <= loss(metric.result.direction(), total.difference.value()))
    return "no stratum lost more than that";
  return "it hides " + worst->summary.stratum.name() + ": " + movement(worst->summary, arrow);
}

/// The population mean of a metric, over its context lengths too: each place that prints it says so
/// by pooled_phrase().
[[nodiscard]] inline aggregate population_of(const judged_metric& metric) {
  return metric.result.population(pooled_over(metric.result.context_axes()));
}

/// " (pooled over context length 'records')"; empty where nothing is pooled. Not escaped.
[[nodiscard]] inline std::string pooled_phrase(const judged_metric& metric) {
  const pooled_over pooled(metric.result.context_axes());
  return pooled.axes().empty() ? "" : " (" + pooled.text() + ")";
}

/// The population number of a metric, and behind it what it hides. Not escaped.
[[nodiscard]] inline std::string population_sentence(
    const judged_metric& metric, std::string_view arrow) {
  return population_of(metric).read(
      [&](std::span<const paired_summary>, const aggregate_values& total) {
        return "population " + metric_label(metric.result.metric()) + pooled_phrase(metric) + " " +
               movement(
                   total.baseline, total.candidate, total.difference, metric.result.unit(), arrow) +
               "; " + what_it_hides(metric, total, arrow);
      });
}

/// "-39.0 x": the difference and the mark of the verdict; empty where the tier lacks the stratum.
[[nodiscard]] inline std::string matrix_text(const judged_stratum* s) {
  if (s == nullptr)
    return "";
  const paired_summary& row = s->summary;
  return (row.difference ? format_difference(row.difference.value(), row.unit) : "n/a") + " " +
         verdict_mark(s->decision);
}

/// The population's difference of one metric of a tier; empty where the tier lacks the metric.
[[nodiscard]] inline std::string population_difference(const judged_metric* metric) {
  if (metric == nullptr)
    return "";
  return population_of(*metric).read(
      [&](std::span<const paired_summary>, const aggregate_values& total) -> std::string {
        return total.difference ? format_difference(total.difference.value(), metric->result.unit())
                                : "n/a";
      });
}

/// The key to the marks.
[[nodiscard]] inline std::string verdict_key() {
  std::string key;
  for (const verdict v : all_verdicts)
    key += std::string(key.empty() ? "" : "   ") + verdict_mark(v) + " " + verdict_label(v);
  return key;
}

/// How many strata of a metric have each verdict: "2 fail, 1 inconclusive, 5 pass".
[[nodiscard]] inline std::string verdict_counts(const judged_metric& metric) {
  std::string text;
  for (const verdict v : all_verdicts) {
    const auto count = std::count_if(metric.strata.begin(), metric.strata.end(),
        [v](const judged_stratum& s) { return s.decision == v; });
    if (count != 0)
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + verdict_label(v);
  }
  return text;
}

/// The stratum's note, and how many items would decide an inconclusive one.
[[nodiscard]] inline std::string row_note(const judged_stratum& s) {
  std::string text = s.note;
  if (s.decision == verdict::inconclusive && s.further_pairs)
    text += (text.empty() ? "about " : "; about ") + format_count(*s.further_pairs) +
            (*s.further_pairs == 1 ? " further pair needed" : " further pairs needed");
  return text;
}

/// Whether any stratum's items share sources, so that clusters are worth a column.
[[nodiscard]] inline bool has_clusters(const judged_metric& metric) {
  return std::any_of(metric.strata.begin(), metric.strata.end(),
      [](const judged_stratum& s) { return s.summary.clusters != s.summary.items; });
}

/// Whether right and wrong outcomes were counted: exact match and the like.
[[nodiscard]] inline bool has_flips(const paired_summary& row) {
  return is_proportion(row.unit);
}
[[nodiscard]] inline bool has_flips(const judged_metric& metric) {
  return is_proportion(metric.result.unit());
}

} // namespace tailgate::report::detail
