// The Clopper-Pearson ("exact") interval for one proportion: each end is where the binomial tail
// beyond the observed count has probability (1 - level) / 2. By quantiles of the beta distribution:
//   lower = B(tail; k, n - k + 1),  upper = B(1 - tail; k + 1, n - k).
//
// Coverage is never below the level, and usually well above it: the interval is wide for small n.
//
// References: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), doi:10.1093/biomet/26.4.404;
// L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001), doi:10.1214/ss/1009213286.
#pragma once

#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/incomplete_beta.hpp>

namespace tailgate::stats {

/// The interval within [0, 1] for `successes` of `trials`. Undefined (no items) without trials.
/// Throws argument_error E205 when successes > trials.
[[nodiscard]] inline estimate<interval> clopper_pearson_interval(
    std::uint64_t successes, std::uint64_t trials, confidence_level level = default_confidence) {
  detail::require_successes(successes, trials, "clopper_pearson_interval");
  if (trials == 0)
    return undefined_reason::no_items;
  const double k = static_cast<double>(successes);
  const double failures = static_cast<double>(trials - successes);
  const double lower =
      successes == 0 ? 0 : inverse_regularized_incomplete_beta(k, failures + 1, level.tail());
  const double upper = successes == trials
                           ? 1
                           : 1 - inverse_regularized_incomplete_beta(failures, k + 1, level.tail());
  return interval{lower, upper};
}

} // namespace tailgate::stats
