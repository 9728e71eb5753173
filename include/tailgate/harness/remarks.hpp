// What a reader of a comparison must know beside the verdicts, as sentences for
// comparison::remarks: tests that had no pairs, and items that one of the runs lacks.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <vector>

namespace tailgate {

/// One sentence for each metric of each tier that it concerns, gated or not, in the order of the
/// tiers and metrics; empty when there is nothing to say. Deterministic. O(S) for S strata.
[[nodiscard]] inline std::vector<std::string> remarks_on(std::span<const judged_tier> tiers) {
  std::vector<std::string> remarks;
  for (const judged_tier& tier : tiers) {
    remarks.reserve(remarks.size() + 2 * tier.metrics.size());
    for (const judged_metric& metric : tier.metrics) {
      std::size_t unpaired = 0, missing = 0, lacking = 0;
      for (const judged_stratum& s : metric.strata) {
        unpaired += s.summary.marginals.has_value();
        missing += s.summary.missing_items;
        lacking += s.summary.missing_items > 0;
      }
      const std::string of = tier.name + ", " + metric.result.metric() + ": ";
      const std::string strata = " of " + std::to_string(metric.strata.size()) + " strata";
      if (unpaired > 0)
        remarks.push_back(of + "only totals are known in " + std::to_string(unpaired) + strata +
                          ", not which items each model answered right; the test is unpaired and "
                          "needs more items than a paired one, and the flips have bounds only.");
      if (missing > 0)
        remarks.push_back(of + std::to_string(missing) + " items in " + std::to_string(lacking) +
                          strata +
                          " are missing in one of the runs; what is missing may be what broke, so "
                          "these strata cannot pass.");
    }
  }
  return remarks;
}

} // namespace tailgate
