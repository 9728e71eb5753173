// Wilson's score interval for one proportion: the proportions p that the score test
//   |k/n - p| <= z sqrt(p (1 - p) / n)
// does not reject. With q = k/n its ends are
//   (q + z^2/2n -+ z sqrt(q (1 - q)/n + z^2/4n^2)) / (1 + z^2/n).
//
// Coverage swings about the nominal level and is close to it on average from n = 10 on; near 0 and
// 1 it can fall to about 0.84 at level 0.95. Use clopper_pearson where coverage must never fall
// below the level.
//
// References: E. B. Wilson, JASA 22 (1927), doi:10.1080/01621459.1927.10502953; L. D. Brown,
// T. T. Cai, A. DasGupta, Statistical Science 16 (2001), doi:10.1214/ss/1009213286.
#pragma once

#include <cmath>
#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/normal_distribution.hpp>

namespace tailgate::stats {

/// The interval within [0, 1] for `successes` of `trials`.
/// `design_effect`, at least 1, is how many of these trials carry the information of one
/// independent trial: counts divided by it have the same q and z^2/n times as large.
/// Undefined (no items) without trials. Throws argument_error E205 when successes > trials, E249
/// for a design effect below 1 or not finite.
[[nodiscard]] inline estimate<interval> wilson_interval(std::uint64_t successes,
    std::uint64_t trials, confidence_level level = default_confidence, double design_effect = 1) {
  detail::require_successes(successes, trials, "wilson_interval");
  detail::require_design_effect(design_effect, "wilson_interval");
  if (trials == 0)
    return undefined_reason::no_items;
  const double n = static_cast<double>(trials);
  const double k = static_cast<double>(successes);
  const double z = normal_critical_value(level);
  const double z2 = z * z * design_effect;
  const double centre = (k + z2 / 2) / (n + z2);
  const double reach = std::sqrt(z2) / (n + z2) * std::sqrt(k * (n - k) / n + z2 / 4);
  return interval{successes == 0 ? 0 : centre - reach, successes == trials ? 1 : centre + reach};
}

} // namespace tailgate::stats
