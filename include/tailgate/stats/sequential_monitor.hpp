// One look at all strata of a run in progress: e-values of the flips, adjusted by e-Holm, with a
// minimum exposure before a stratum may be claimed to be damaged.
//
// A stratum that has seen fewer than `minimum_pairs` pairs enters with min(e, 1). That never
// exceeds its e-value, so the guarantee of Ville's inequality stays, and a lucky streak at the
// start stops nothing. Looks may be as many and at whatever times one likes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/e_holm.hpp>
#include <tailgate/stats/e_value.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <vector>

namespace tailgate::stats {

/// Fixed before the first item is seen.
struct sequential_plan {
  double alpha = 0.05;              ///< probability of ever claiming any undamaged stratum
  std::uint64_t minimum_pairs = 50; ///< exposure below which nothing is claimed
  flip_direction direction = flip_direction::loss;
  flip_prior prior;
};

/// What a look says of one stratum.
struct sequential_state {
  double e_value;  ///< of the stratum alone, exposure disregarded
  double adjusted; ///< by e-Holm over all strata
  bool exposed;    ///< has seen minimum_pairs
  bool damaged;    ///< exposed, and adjusted >= 1 / alpha; once true it may be acted upon
};

/// The state of every stratum, in the order given. `strata` must list all strata of the plan, those
/// without items too. Throws argument_error E201 for alpha, E202 for the prior.
[[nodiscard]] inline std::vector<sequential_state> sequential_look(
    std::span<const paired_counts> strata, const sequential_plan& plan = {}) {
  detail::require_probability(plan.alpha, "sequential_look");
  std::vector<sequential_state> states;
  std::vector<double> entered;
  for (const auto& counts : strata) {
    const double e = flip_e_value(counts, plan.direction, plan.prior);
    const bool exposed = counts.total() >= plan.minimum_pairs;
    states.push_back({e, 0, exposed, false});
    entered.push_back(exposed ? e : std::min(e, 1.0));
  }
  const auto adjusted = e_holm_adjust(entered);
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i].adjusted = adjusted[i];
    states[i].damaged = states[i].exposed && adjusted[i] * plan.alpha >= 1;
  }
  return states;
}

} // namespace tailgate::stats
