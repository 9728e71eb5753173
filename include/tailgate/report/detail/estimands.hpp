// The numbers over several strata that reports print, each by the name of its estimand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

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

/// The share of everyday traffic that the reports call the tail.
inline constexpr double tail_share = 0.10;

/// The mean over the worst tenth of traffic, over context lengths too.
[[nodiscard]] inline aggregate tail_of(const judged_metric& metric) {
  return metric.result.cvar(tail_share, pooled_over(metric.result.context_axes()));
}

/// "-20.1 points [-31.0, -10.2]"
[[nodiscard]] inline std::string difference_with_interval(
    const aggregate_values& total, std::string_view unit) {
  if (!total.difference)
    return format_undefined(total.difference.why());
  return format_difference(total.difference.value(), unit) + " " + difference_unit(unit) + " " +
         format_estimate(
             total.confidence, [&](const interval& i) { return format_interval(i, unit); });
}

/// The tail and the worst stratum, each by the name of its estimand. Not escaped.
[[nodiscard]] inline std::string tail_sentence(const judged_metric& metric) {
  const auto text_of = [&](auto, const aggregate_values& total) {
    return total.estimand + " " + difference_with_interval(total, metric.result.unit());
  };
  return tail_of(metric).read(text_of) + "; " + metric.result.worst().read(text_of);
}

/// What the intervals of tail_sentence() are.
[[nodiscard]] inline std::string tail_key(const judged_metric& metric) {
  return "CVaR and worst stratum are differences with " +
         format_level(metric.result.confidence_level()) +
         " intervals that allow for the selection of the strata by the data.";
}

} // namespace tailgate::report::detail
