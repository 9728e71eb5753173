// Metrics and strata of a comparison by name.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate::report::detail {

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

} // namespace tailgate::report::detail
