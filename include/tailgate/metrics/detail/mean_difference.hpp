// The row of a metric whose items carry one number for each model: means and a t interval, adjusted
// for the long tail that losses, divergences and times have.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/detail/value_pair.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::detail {

/// Throws argument_error E362, naming the item, unless `value` is finite and within [0, most].
inline void require_value(std::string_view metric, const std::string& id, const char* what,
    double value, double most = std::numeric_limits<double>::infinity()) {
  if (!std::isfinite(value) || value < 0 || value > most)
    throw argument_error(362, metric,
        "item '" + id + "': " + what + " is " + std::to_string(value) +
            (std::isfinite(most) ? "; it must be within [0, " + std::to_string(most) + "]"
                                 : "; it must be finite and not negative") +
            "; find out why the run produced it, do not drop the item");
}

[[nodiscard]] inline estimate<double> mean_of(std::span<const double> values) {
  if (values.empty())
    return undefined_reason::no_items;
  return stats::exact_sum(values) / static_cast<double>(values.size());
}

/// What the differences say of their mean: paired t when every item is a cluster of its own,
/// cluster-robust otherwise.
[[nodiscard]] inline stats::mean_inference infer_mean(
    std::span<const double> differences, const cluster_numbers& clusters) {
  return clusters.count == differences.size()
             ? stats::paired_t(differences)
             : stats::cluster_robust_mean(differences, clusters.of_item);
}

/// candidate - baseline of every item.
template <class Value>
[[nodiscard]] std::vector<double> differences(const paired_items<Value>& items) {
  return items.values([](const Value& v) {
    return static_cast<double>(v.candidate) - static_cast<double>(v.baseline);
  });
}

/// Fills every statistic of a row but stratum, weight, metric, unit and direction. `Value` has
/// `baseline` and `candidate`.
template <class Value>
void fill_mean_difference(
    paired_summary& row, const paired_items<Value>& items, stats::confidence_level level) {
  const stats::mean_inference inference = infer_mean(differences(items), items.clusters());
  row.items = inference.items;
  row.clusters = inference.clusters;
  row.baseline = mean_of(items.values([](const Value& v) -> double { return v.baseline; }));
  row.candidate = mean_of(items.values([](const Value& v) -> double { return v.candidate; }));
  row.difference = inference.mean;
  row.standard_error = inference.standard_error;
  row.skewness = inference.skewness;
  row.confidence = inference.skewness_adjusted_confidence(level);
  row.confidence_level = level.value();
  row.method = row.clusters == row.items ? "skewness-adjusted t" : "skewness-adjusted cluster t";
  if (inference.standard_error)
    row.degrees_of_freedom = inference.degrees_of_freedom;
  else
    row.degrees_of_freedom = inference.standard_error.why();
}

} // namespace tailgate::detail
