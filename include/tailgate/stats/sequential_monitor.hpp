// One look at all strata of a run in progress: e-values of the flips, adjusted by e-Holm, with a
// minimum exposure before a stratum may be claimed to be damaged.
//
// A stratum that has seen fewer than `minimum_pairs` pairs enters with min(e, 1). That never
// exceeds its e-value, so the guarantee of Ville's inequality stays, and a lucky streak at the
// start stops nothing. Looks may be as many and at whatever times one likes.
//
// The adjusted e-value of a stratum is at every time at most the average of the e-values of all
// undamaged strata, if it is one of them; that average is a supermartingale. A claim made at any
// look therefore stands: the largest adjusted e-value so far may be used. The converse order,
// adjusting each stratum's largest e-value so far, has no such guarantee.
//
// This look tests direction. For a margin see margin_e_value.hpp and harness/sequential_gate.hpp.
#pragma once

#include <cmath>
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

/// The e-values of all strata of a plan adjusted by e-Holm, in the order given; `exposure` is the
/// number of pairs (or clusters) that each has seen. Infinite beyond the range of double.
/// Throws shape_error E204 when the lengths differ, argument_error E212 for a NaN.
[[nodiscard]] inline std::vector<double> e_holm_after_exposure(std::span<const double> log_e_values,
    std::span<const std::uint64_t> exposure, std::uint64_t minimum_exposure) {
  detail::require_same_length(
      log_e_values.size(), exposure.size(), "log_e_values and exposure", "e_holm_after_exposure");
  std::vector<double> entered;
  entered.reserve(log_e_values.size());
  for (std::size_t i = 0; i < log_e_values.size(); ++i) {
    const double e = std::exp(log_e_values[i]);
    entered.push_back(exposure[i] < minimum_exposure && e > 1 ? 1.0 : e);
  }
  return e_holm_adjust(entered);
}

/// The state of every stratum, in the order given. `strata` must list all strata of the plan, those
/// without items too. Throws argument_error E201 for alpha, E202 for the prior.
[[nodiscard]] inline std::vector<sequential_state> sequential_look(
    std::span<const paired_counts> strata, const sequential_plan& plan = {}) {
  detail::require_probability(plan.alpha, "sequential_look");
  std::vector<sequential_state> states;
  std::vector<double> log_e_values;
  std::vector<std::uint64_t> exposure;
  states.reserve(strata.size());
  log_e_values.reserve(strata.size());
  exposure.reserve(strata.size());
  for (const auto& counts : strata) {
    log_e_values.push_back(flip_log_e_value(counts, plan.direction, plan.prior));
    exposure.push_back(counts.total());
    states.push_back(
        {std::exp(log_e_values.back()), 0, exposure.back() >= plan.minimum_pairs, false});
  }
  const auto adjusted = e_holm_after_exposure(log_e_values, exposure, plan.minimum_pairs);
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i].adjusted = adjusted[i];
    states[i].damaged = states[i].exposed && adjusted[i] * plan.alpha >= 1;
  }
  return states;
}

} // namespace tailgate::stats
