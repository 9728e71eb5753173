// The strata to look at first: those whose q-value (Benjamini-Hochberg) is at most a rate that the
// reader accepts.
//
// The gate's fails are few by design: Holm keeps the chance of a single false one within alpha. A
// list to look at may hold some false ones, and finds more. Among the strata listed, the expected
// share whose true loss is within the margin is at most q, for tests that are independent or
// positively dependent; strata with items of their own and metrics over the same items are. The
// list decides nothing.
//
// Reference: Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001),
// doi:10.1214/aos/1013699998, for positive dependence.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// One stratum of one metric of one candidate.
struct discovery {
  std::string tier;
  std::string metric;
  stratum_key stratum;
  double difference = 0; ///< candidate - baseline, in the metric's unit
  double q_value = 1;
};

/// The strata of `tiers`, judged together, with a q-value of at most `q` within [0, 1]: smallest
/// first, equal ones in the order of the tiers, metrics and strata. Empty when nothing shows.
/// Throws argument_error E464 for another q. O(S log S) for S strata.
[[nodiscard]] inline std::vector<discovery> to_look_at(
    std::span<const judged_tier> tiers, double q = 0.10) {
  if (!(q >= 0 && q <= 1))
    throw argument_error(464, "to_look_at",
        "q is " + std::to_string(q) +
            "; it is the share of false discoveries that you accept, for example 0.10");
  std::vector<discovery> found;
  for (const judged_tier& tier : tiers)
    for (const judged_metric& metric : tier.metrics) {
      found.reserve(found.size() + metric.strata.size());
      for (const judged_stratum& s : metric.strata)
        if (s.q_value && s.q_value.value() <= q)
          found.push_back({tier.name, s.summary.metric, s.summary.stratum,
              s.summary.difference.value(), s.q_value.value()});
    }
  std::stable_sort(found.begin(), found.end(),
      [](const discovery& a, const discovery& b) { return a.q_value < b.q_value; });
  return found;
}

} // namespace tailgate
