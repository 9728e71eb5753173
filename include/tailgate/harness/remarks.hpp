// What a reader of a comparison must know beside the verdicts, as sentences for
// comparison::remarks: tests that had no pairs, and items that one of the runs lacks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <vector>

namespace tailgate {

namespace detail {

/// Metrics of one tier that lack the same number of items in the same number of strata.
struct missing_remark {
  std::string first_metric;
  std::size_t metrics = 0, items = 0, lacking = 0, strata = 0;

  [[nodiscard]] std::string text(const std::string& tier) const {
    return tier + ", " + first_metric +
           (metrics == 1 ? ""
                         : " and " + std::to_string(metrics - 1) + " further metric" +
                               (metrics == 2 ? "" : "s")) +
           ": " + std::to_string(items) + " items in " + std::to_string(lacking) + " of " +
           std::to_string(strata) +
           " strata are missing in one of the runs; what is missing may be what broke, so these "
           "strata cannot pass.";
  }
};

} // namespace detail

/// For each tier a sentence for every metric, gated or not, whose pairs are not known, and one for
/// the metrics that lack the same items, in the order of the tiers and metrics; empty when there is
/// nothing to say. Deterministic. O(S) for S strata.
[[nodiscard]] inline std::vector<std::string> remarks_on(std::span<const judged_tier> tiers) {
  std::vector<std::string> remarks;
  for (const judged_tier& tier : tiers) {
    std::vector<detail::missing_remark> missing;
    remarks.reserve(remarks.size() + 2 * tier.metrics.size());
    for (const judged_metric& metric : tier.metrics) {
      detail::missing_remark lacks{metric.result.metric(), 1, 0, 0, metric.strata.size()};
      std::size_t unpaired = 0;
      for (const judged_stratum& s : metric.strata) {
        unpaired += s.summary.marginals.has_value();
        lacks.items += s.summary.missing_items;
        lacks.lacking += s.summary.missing_items > 0;
      }
      if (unpaired > 0)
        remarks.push_back(tier.name + ", " + lacks.first_metric + ": only totals are known in " +
                          std::to_string(unpaired) + " of " + std::to_string(lacks.strata) +
                          " strata, not which items each model answered right; the test is "
                          "unpaired and needs more items than a paired one, and the flips have "
                          "bounds only.");
      if (lacks.items == 0)
        continue;
      const auto same =
          std::find_if(missing.begin(), missing.end(), [&](const detail::missing_remark& other) {
            return other.items == lacks.items && other.lacking == lacks.lacking &&
                   other.strata == lacks.strata;
          });
      if (same == missing.end())
        missing.push_back(lacks);
      else
        ++same->metrics;
    }
    for (const detail::missing_remark& lacks : missing)
      remarks.push_back(lacks.text(tier.name));
  }
  return remarks;
}

} // namespace tailgate
