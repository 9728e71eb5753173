// An e-value for the flips of a stratum: how much money a bet against "the candidate is no worse"
// has made. It may be looked at after every item, and testing may stop whenever one likes.
//
// H0 says that a discordant pair is a loss with probability 1/2 (for `loss`: at most 1/2). The bet
// is the likelihood ratio against H0 averaged over a Beta(a, b) prior of that probability p:
//
//   either   e = 2^(l + g) B(l + a, g + b) / B(a, b)                      l lost, g gained
//   loss     the same with the prior cut to p > 1/2:
//            e * I_1/2(g + b, l + a) / I_1/2(b, a)
//
// Under H0 its expectation is at most 1 at every stopping time, so P(ever e >= 1/alpha) <= alpha
// (Ville). The price of looking early is power: a test at one planned size needs fewer items.
// It judges direction only; a margin needs tango.hpp at a planned sample size, or
// confidence_sequence.hpp on the discordant pairs.
//
// References: S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Annals of Statistics 49 (2021),
// doi:10.1214/20-AOS1991 (beta-binomial mixture); V. Vovk, R. Wang, Annals of Statistics 49 (2021),
// doi:10.1214/20-AOS2020.
#pragma once

#include <cmath>
#include <numbers>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/gamma_function.hpp>
#include <tailgate/stats/incomplete_beta.hpp>
#include <tailgate/stats/paired_counts.hpp>

namespace tailgate::stats {

/// Which departures from "as many lost as gained" the bet is on.
enum class flip_direction { either, loss };

/// The Beta prior of the probability that a discordant pair is a loss. (1, 1) is uniform; equal
/// larger values bet on smaller effects. Must be chosen before the data are seen.
struct flip_prior {
  double lost = 1;
  double gained = 1;
};

/// The natural logarithm of the e-value; 0 without discordant pairs.
/// Throws argument_error E202 unless both parameters of the prior are finite and above 0.
[[nodiscard]] inline double flip_log_e_value(const paired_counts& counts,
    flip_direction direction = flip_direction::either, const flip_prior& prior = {}) {
  detail::require_positive(prior.lost, "prior.lost", "flip_log_e_value");
  detail::require_positive(prior.gained, "prior.gained", "flip_log_e_value");
  const double lost = static_cast<double>(counts.lost) + prior.lost;
  const double gained = static_cast<double>(counts.gained) + prior.gained;
  const double log_e = static_cast<double>(counts.discordant()) * std::numbers::ln2 +
                       log_beta(lost, gained) - log_beta(prior.lost, prior.gained);
  if (direction == flip_direction::either)
    return log_e;
  return log_e + log_regularized_incomplete_beta(gained, lost, 0.5) -
         log_regularized_incomplete_beta(prior.gained, prior.lost, 0.5);
}

/// The e-value: 1 without discordant pairs, infinite beyond the range of double.
/// Throws argument_error E202 as flip_log_e_value.
[[nodiscard]] inline double flip_e_value(const paired_counts& counts,
    flip_direction direction = flip_direction::either, const flip_prior& prior = {}) {
  return std::exp(flip_log_e_value(counts, direction, prior));
}

} // namespace tailgate::stats
