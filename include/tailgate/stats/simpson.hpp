// Simpson's reversal: every stratum moves one way and the total moves the other, because the two
// runs mix the strata differently. A total over strata with different mixes is not a comparison.
//
// With the same items in both runs the mixes are equal and a reversal cannot happen; the flag
// guards against comparing totals of runs that were sampled, filtered or failed differently.
//
// Reference: E. H. Simpson, J. R. Statist. Soc. B 13 (1951),
// doi:10.1111/j.2517-6161.1951.tb00088.x; the example of the test is C. R. Charig et al., BMJ 292
// (1986), doi:10.1136/bmj.292.6524.879.
#pragma once

#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/odds_table.hpp>

namespace tailgate::stats {

enum class reversal {
  none,         ///< the total moves with at least one stratum
  hidden_gain,  ///< no stratum is worse and some are better, yet the total is worse
  hidden_damage ///< no stratum is better and some are worse, yet the total is better
};

/// Compares the shares of right answers, candidate against baseline. Undefined (no items) when
/// there is no stratum or one of them is empty in a run. Exact: integer arithmetic, for totals
/// below 2^32.
[[nodiscard]] inline estimate<reversal> simpson_reversal(std::span<const odds_table> strata) {
  // -1, 0 or 1: the sign of a / (a + b) - c / (c + d), which is that of a d - b c.
  const auto direction = [](const odds_table& t) {
    const auto better = t.candidate_right * t.baseline_wrong;
    const auto worse = t.candidate_wrong * t.baseline_right;
    return better > worse ? 1 : better < worse ? -1 : 0;
  };
  odds_table total;
  bool up = false;
  bool down = false;
  for (const auto& t : strata) {
    if (t.candidate_right + t.candidate_wrong == 0 || t.baseline_right + t.baseline_wrong == 0)
      return undefined_reason::no_items;
    total.candidate_right += t.candidate_right;
    total.candidate_wrong += t.candidate_wrong;
    total.baseline_right += t.baseline_right;
    total.baseline_wrong += t.baseline_wrong;
    up = up || direction(t) > 0;
    down = down || direction(t) < 0;
  }
  if (strata.empty())
    return undefined_reason::no_items;
  if (up && !down && direction(total) < 0)
    return reversal::hidden_gain;
  if (down && !up && direction(total) > 0)
    return reversal::hidden_damage;
  return reversal::none;
}

} // namespace tailgate::stats
