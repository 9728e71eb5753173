// A confidence sequence for a proportion: intervals, one after every item, that cover the true
// value all at once with the level asked for, so that one may look and stop at any time.
//
// For a hypothetical p the beta-binomial mixture compares k successes of n with a Beta(m p, m
// (1-p)) prior about it,
//   log M(p) = log B(k + m p, n - k + m (1-p)) - log B(m p, m (1-p)) - k log p - (n-k) log(1-p),
// and the interval is every p with M(p) <= 1/alpha. The prior's weight m makes the interval
// shortest near n = `tuned_for` items:
//   m = t / (2 l + log(1 + 2 l)) - 1 (at least 0.001),  l = log(1/0.05), t = tuned_for.
//
// About half as wide again as a fixed-sample interval at n = tuned_for, and wider elsewhere. On the
// discordant pairs of a stratum (k lost of n) it monitors the direction of damage.
//
// Reference: S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Annals of Statistics 49 (2021),
// doi:10.1214/20-AOS1991, and the parametrisation of the authors' confseq package.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/bracketed_root.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/gamma_function.hpp>

namespace tailgate::stats {

namespace detail {

/// log M(p) for 0 < p < 1.
[[nodiscard]] inline double beta_binomial_log_mixture(double k, double n, double p, double weight) {
  return log_beta(k + weight * p, n - k + weight * (1 - p)) -
         log_beta(weight * p, weight * (1 - p)) - k * std::log(p) - (n - k) * std::log1p(-p);
}

} // namespace detail

/// The interval within [0, 1] after `trials` items; the sequence of them over all trials covers at
/// `level`. `tuned_for` is the number of items at which it should be tight, chosen beforehand.
/// Without trials it is [0, 1]. Throws argument_error E205 when successes > trials, E202 unless
/// tuned_for is finite and above 0. About 40 evaluations of log M; no allocation.
[[nodiscard]] inline interval bernoulli_confidence_sequence(std::uint64_t successes,
    std::uint64_t trials, double tuned_for, confidence_level level = default_confidence) {
  detail::require_successes(successes, trials, "bernoulli_confidence_sequence");
  detail::require_positive(tuned_for, "tuned_for", "bernoulli_confidence_sequence");
  if (trials == 0)
    return {0, 1};
  const double n = static_cast<double>(trials);
  const double k = static_cast<double>(successes);
  const double l = std::log(1 / 0.05);
  const double weight = std::max(tuned_for / (2 * l + std::log(1 + 2 * l)) - 1, 1e-3);
  const double threshold = -std::log(1 - level.value());
  const auto excess = [=](double p) {
    return detail::beta_binomial_log_mixture(k, n, p, weight) - threshold;
  };
  // M is least near k/n; at 0 and 1 it may or may not pass the threshold.
  constexpr double edge = 1e-12;
  const double centre = std::clamp(k / n, edge, 1 - edge);
  interval result{0, 1};
  if (successes > 0 && excess(edge) > 0)
    result.lower = detail::bracketed_root(excess, edge, centre);
  if (successes < trials && excess(1 - edge) > 0)
    result.upper = detail::bracketed_root(excess, centre, 1 - edge);
  return result;
}

} // namespace tailgate::stats
