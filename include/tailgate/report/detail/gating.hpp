// Which metrics of a comparison decide, and which are only reported: reports show the first in
// full and the others in short.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <vector>

namespace tailgate::report::detail {

/// Whether a metric has a margin in any stratum.
[[nodiscard]] inline bool is_gated(const judged_metric& metric) {
  return std::any_of(metric.strata.begin(), metric.strata.end(),
      [](const judged_stratum& s) { return s.decision != verdict::not_gated; });
}

/// Whether a metric has a margin on any tier.
[[nodiscard]] inline bool is_gated(const comparison& c, std::string_view name) {
  return std::any_of(c.tiers.begin(), c.tiers.end(), [&](const judged_tier& tier) {
    const judged_metric* metric = find_metric(tier, name);
    return metric != nullptr && is_gated(*metric);
  });
}

/// The metrics that decide, in order of appearance; the first of all where none does.
[[nodiscard]] inline std::vector<std::string> leading_metrics(const comparison& c) {
  std::vector<std::string> names = metric_names(c);
  const std::string first = names.empty() ? "" : names.front();
  std::erase_if(names, [&](const std::string& name) { return !is_gated(c, name); });
  if (names.empty() && !first.empty())
    names.push_back(first);
  return names;
}

/// The metrics that are reported only, without the leading ones.
[[nodiscard]] inline std::vector<std::string> other_metrics(const comparison& c) {
  const std::vector<std::string> leading = leading_metrics(c);
  std::vector<std::string> names = metric_names(c);
  std::erase_if(names, [&](const std::string& name) {
    return std::find(leading.begin(), leading.end(), name) != leading.end();
  });
  return names;
}

} // namespace tailgate::report::detail
