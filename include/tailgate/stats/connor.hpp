// How many pairs does a stratum need? Connor's sample size for McNemar's test, and the exact power
// of the test for a given number of pairs.
//
// With probabilities of a lost and a gained item, psi = lost + gained and d = gained - lost:
//   n = ( z(1 - alpha/2) sqrt(psi) + z(power) sqrt(psi - d^2) )^2 / d^2,  rounded up.
// The exact power sums over the number of discordant pairs m ~ Binomial(n, psi) and over the lost
// ones among them ~ Binomial(m, lost / psi) whatever the test rejects. Connor's n is for the
// asymptotic test; mid-p comes close to the power asked for, the exact test stays a little below.
//
// Reference: R. J. Connor, Biometrics 43 (1987), 207-211, doi:10.2307/2531961.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/mcnemar.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>

namespace tailgate::stats {

/// The probabilities that planning assumes for one pair.
struct discordance {
  double lost = 0;
  double gained = 0;
};

namespace detail {

/// Throws argument_error E201, and E211 when the two exceed 1 together.
inline void require_discordance(const discordance& assumed, const char* place) {
  require_probability(assumed.lost, place);
  require_probability(assumed.gained, place);
  if (assumed.lost + assumed.gained > 1)
    throw argument_error(211, place,
        "probabilities of a lost (" + std::to_string(assumed.lost) + ") and a gained item (" +
            std::to_string(assumed.gained) + ") exceed 1 together");
}

} // namespace detail

/// Pairs for the two-sided test at level `alpha` to reject with probability `power`. Undefined (no
/// solution) when lost = gained, or more than 1e15 pairs would be needed.
/// Throws argument_error E201, E211.
[[nodiscard]] inline estimate<std::uint64_t> connor_sample_size(
    const discordance& assumed, double alpha = 0.05, double power = 0.8) {
  detail::require_discordance(assumed, "connor_sample_size");
  const double psi = assumed.lost + assumed.gained;
  const double d = assumed.gained - assumed.lost;
  const double root = -normal_quantile(alpha / 2) * std::sqrt(psi) +
                      normal_quantile(power) * std::sqrt(std::max(psi - d * d, 0.0));
  const double n = std::ceil(root * root / (d * d));
  if (!(n < 1e15))
    return undefined_reason::not_invertible;
  return static_cast<std::uint64_t>(n);
}

/// The probability that McNemar's test by `method` gives p <= alpha over `pairs` pairs: between 0
/// and 1, exact up to rounding. Cost: about pairs * sqrt(pairs) binomial terms, no allocation.
/// Throws argument_error E201, E211.
[[nodiscard]] inline double mcnemar_power(std::uint64_t pairs, const discordance& assumed,
    double alpha = 0.05, mcnemar_method method = mcnemar_method::mid_p) {
  detail::require_discordance(assumed, "mcnemar_power");
  detail::require_probability(alpha, "mcnemar_power");
  const double psi = assumed.lost + assumed.gained;
  if (psi == 0)
    return 0;
  const double share = std::min(assumed.lost / psi, 1.0);
  const auto rejects = [&](std::uint64_t fewer, std::uint64_t m) {
    return mcnemar_p_value({0, fewer, m - fewer, 0}, method).value() <= alpha;
  };
  double power = 0;
  std::uint64_t edge = 0; // the test rejects m discordant pairs for min(lost, gained) < edge
  for (std::uint64_t m = 1; m <= pairs; ++m) {
    while (2 * edge <= m && rejects(edge, m)) // edge never falls as m grows
      ++edge;
    const double probability = binomial_pmf(m, pairs, psi);
    if (edge == 0 || probability < 1e-18)
      continue;
    const bool everything = 2 * edge > m;
    power += probability * (everything ? 1
                                       : binomial_cdf(edge - 1, m, share) +
                                             binomial_upper_tail(m - edge + 1, m, share));
  }
  return std::min(power, 1.0);
}

} // namespace tailgate::stats
