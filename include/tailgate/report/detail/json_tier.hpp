// One tier as JSON: its rows, and for each metric the numbers over several strata, each by the name
// of its estimand.
#pragma once

#include <span>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/json_row.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <vector>

namespace tailgate::report::detail {

[[nodiscard]] inline std::string json_aggregate(
    const judged_metric& metric, const char* estimand, const aggregate& of) {
  return of.read([&](std::span<const paired_summary>, const aggregate_values& total) {
    json_object object;
    object.text("metric", metric.result.metric());
    object.text("unit", metric.result.unit());
    object.text("estimand", estimand);
    object.text("estimand_text", total.estimand);
    object.number("baseline", total.baseline);
    object.number("candidate", total.candidate);
    object.number("difference", total.difference);
    object.range("interval", total.confidence);
    object.number("interval_level", metric.result.confidence_level());
    object.number("standard_error", total.standard_error);
    return object.str();
  });
}

[[nodiscard]] inline std::string json_tier(const judged_tier& tier) {
  std::vector<std::string> strata, population, aggregates;
  population.reserve(tier.metrics.size());
  aggregates.reserve(3 * tier.metrics.size());
  for (const judged_metric& metric : tier.metrics) {
    strata.reserve(strata.size() + metric.strata.size());
    for (const judged_stratum& s : metric.strata)
      strata.push_back(json_stratum(s));
    const pooled_over pooled(metric.result.context_axes());
    population.push_back(json_aggregate(metric, "population", population_of(metric)));
    aggregates.push_back(
        json_aggregate(metric, "equal_weights", metric.result.equal_weights(pooled)));
    aggregates.push_back(json_aggregate(metric, "worst", metric.result.worst()));
    aggregates.push_back(json_aggregate(metric, "cvar", tail_of(metric)));
  }
  json_object object;
  object.text("name", tier.name);
  object.number("bits_per_weight", tier.bits_per_weight);
  object.text("verdict", to_string(tier.decision));
  object.raw("strata", json_array(strata));
  object.raw("population", json_array(population));
  object.raw("aggregates", json_array(aggregates));
  if (tier.worst) {
    json_object worst;
    worst.raw("stratum", json_texts(tier.worst->stratum.levels()));
    worst.text("metric", tier.worst->metric);
    worst.number("difference", tier.worst->difference);
    object.raw("worst", worst.str());
  } else {
    object.null("worst");
  }
  object.number("masking_ratio", tier.masking_ratio);
  return object.str();
}

} // namespace tailgate::report::detail
