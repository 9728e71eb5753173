// Which strata lost, in order, and what a population number hides.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/masking.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/number.hpp>
#include <vector>

namespace tailgate::report::detail {

/// How much worse the candidate is, in the metric's unit; negative for an improvement.
[[nodiscard]] inline estimate<double> loss(const paired_summary& row) {
  return row.difference ? estimate<double>(loss_of(row.direction, row.difference.value()))
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
  const auto worst = find_worst(metric.strata);
  return worst ? find_stratum(&metric, worst->stratum) : nullptr;
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
  if (total.difference &&
      worst_loss <= loss_of(metric.result.direction(), total.difference.value()))
    return "no stratum lost more than that";
  return "it hides " + worst->summary.stratum.name() + ": " + movement(worst->summary, arrow);
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

/// "task=hex -39.0, then task=date, task=mod": the strata that lost most, at most three.
[[nodiscard]] inline std::string worst_names(const judged_metric& metric) {
  std::string text;
  std::size_t named = 0;
  for (const judged_stratum* s : by_damage(metric)) {
    const paired_summary& row = s->summary;
    if (named == 3 || !row.difference)
      break;
    if (loss(row).value() <= 0)
      continue;
    text += (named == 0 ? "" : named == 1 ? ", then " : ", ") + row.stratum.name();
    if (named++ == 0)
      text += " " + format_difference(row.difference.value(), row.unit);
  }
  const auto undefined = std::count_if(metric.strata.begin(), metric.strata.end(),
      [](const judged_stratum& s) { return !s.summary.difference.defined(); });
  if (text.empty())
    text = "no stratum lost";
  return undefined == 0 ? text : text + "; " + std::to_string(undefined) + " undefined";
}

} // namespace tailgate::report::detail
