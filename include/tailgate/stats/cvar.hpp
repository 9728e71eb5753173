// Conditional value at risk over strata: the mean loss of the worst share `tail` of the population,
//   CVaR = (1 / tail) * integral of the loss over the tail's probability mass,
// a stratum on the border counting with the part of it that fits. tail = 1 is the population mean;
// tail -> 0 is the worst stratum. A number between the two that a rare broken stratum cannot hide
// from and noise in the very worst one does not rule.
//
// Losses are taken as exact: the selection of the worst by noisy estimates biases CVaR upwards.
//
// Reference: R. T. Rockafellar, S. Uryasev, J. Banking & Finance 26 (2002),
// doi:10.1016/S0378-4266(02)00271-6.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// Each stratum's share of the tail, summing to 1: all of the worst strata, a part of the one on
/// the border, none of the others; of equal losses the first comes first. `losses[i]` of stratum i,
/// higher is worse; `weights[i]` its natural frequency in any unit; `tail` within (0, 1]. Undefined
/// for no strata, zero total weight, or a non-finite loss or total weight. Throws shape_error E204,
/// argument_error E210 for a weight, E213 for the tail. O(k log k).
[[nodiscard]] inline estimate<std::vector<double>> tail_shares(
    std::span<const double> losses, std::span<const double> weights, double tail) {
  detail::require_same_length(losses.size(), weights.size(), "losses and weights", "tail_shares");
  if (!(tail > 0 && tail <= 1))
    throw argument_error(213, "tail_shares",
        "tail is " + std::to_string(tail) + "; it must lie within (0, 1], for example 0.05");
  stable_sum total;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (!(weights[i] >= 0 && std::isfinite(weights[i])))
      throw argument_error(210, "tail_shares",
          "weight is " + std::to_string(weights[i]) + "; weights must be finite and at least 0");
    if (!std::isfinite(losses[i]))
      return undefined_reason::non_finite_input;
    total += weights[i];
  }
  if (losses.empty())
    return undefined_reason::no_items;
  if (!(total.value() > 0))
    return undefined_reason::zero_weight;
  if (!std::isfinite(total.value()))
    return undefined_reason::non_finite_input;
  std::vector<std::size_t> order(losses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return losses[a] > losses[b]; });
  const double mass = tail * total.value();
  double left = mass;
  std::vector<double> shares(losses.size(), 0.0);
  for (const std::size_t i : order) {
    shares[i] = std::min(weights[i], left);
    left -= shares[i];
  }
  // What rounding leaves of the mass belongs to the last stratum, hence the division by what was
  // taken rather than by the mass.
  for (double& share : shares)
    share /= mass - left;
  return shares;
}

/// The mean loss of the tail. Undefined and throws as tail_shares.
[[nodiscard]] inline estimate<double> conditional_value_at_risk(
    std::span<const double> losses, std::span<const double> weights, double tail) {
  const auto shares = tail_shares(losses, weights, tail);
  if (!shares)
    return shares.why();
  return std::inner_product(losses.begin(), losses.end(), shares.value().begin(), 0.0);
}

} // namespace tailgate::stats
