// How many more pairs an inconclusive non-inferiority result is likely to need.
//
// At fixed rates of lost and gained items Tango's statistic grows with the square root of the
// number of pairs, T = sqrt(n) t. If the rates stay as observed, n' pairs decide at one-sided level
// alpha with probability `power` when
//   n' = n ((z(1 - alpha) + z(power)) / |T(-margin)|)^2,
// towards pass when the observed difference lies above -margin and towards fail when below.
//
// A planning number: it takes the observed rates for the true ones, so that it is itself as
// uncertain as they are, and it must not be used to stop when the result looks good (see e_value).
//
// References: T. Tango (1998), see tango.hpp; planning as in R. J. Connor, Biometrics 43 (1987),
// doi:10.2307/2531961.
#pragma once

#include <cmath>
#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/tango.hpp>

namespace tailgate::stats {

/// Further pairs for a decision against `margin` (a proportion) at one-sided level `alpha`, reached
/// with probability `power`; 0.5 gives the pairs at which the bound just touches the margin. 0 when
/// the table is enough. Undefined for an empty table (no items), and when the observed difference
/// is so near the margin that 1e15 pairs would not do (no solution).
/// Throws argument_error E201 unless alpha is within [0, 1] and power too, E206 for the margin.
[[nodiscard]] inline estimate<std::uint64_t> further_pairs(
    const paired_counts& counts, double margin, double alpha = 0.05, double power = 0.8) {
  const double z = -normal_quantile(alpha) + normal_quantile(power);
  const auto t = tango_statistic(counts, -margin);
  if (!t)
    return t.why();
  const double ratio = z / std::abs(t.value());
  const double n = static_cast<double>(counts.total());
  const double needed = std::ceil(n * ratio * ratio);
  if (!(needed < 1e15))
    return undefined_reason::not_invertible;
  return z <= 0 || needed <= n ? std::uint64_t{0} : static_cast<std::uint64_t>(needed - n);
}

} // namespace tailgate::stats
