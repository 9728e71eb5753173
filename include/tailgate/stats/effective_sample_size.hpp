// Kish's effective sample size (sum w)^2 / sum w^2: how many equally weighted items would carry as
// much information about the mean as these weighted ones, when weight and value are unrelated.
//
// Between 1 and the number of items. It says how much an oversampled tail costs the population
// number; the strata's own numbers lose nothing.
//
// Reference: L. Kish, Survey Sampling (1965); L. Kish, J. Official Statistics 8 (1992), 183-200.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/stable_sum.hpp>

namespace tailgate::stats {

/// `weights` are the items' weights, for example 1 / inclusion probability, in any unit. Undefined
/// for no items or zero total weight. Throws argument_error E210 for a negative or non-finite one.
[[nodiscard]] inline estimate<double> kish_effective_sample_size(std::span<const double> weights) {
  double largest = 0;
  for (const double w : weights) {
    if (!(w >= 0 && std::isfinite(w)))
      throw argument_error(210, "kish_effective_sample_size",
          "weight is " + std::to_string(w) + "; weights must be finite and at least 0");
    largest = std::max(largest, w);
  }
  if (weights.empty())
    return undefined_reason::no_items;
  if (!(largest > 0))
    return undefined_reason::zero_weight;
  stable_sum sum;
  stable_sum squares;
  for (const double w : weights) { // by the largest, so that no square leaves the range of double
    const double share = w / largest;
    sum += share;
    squares += share * share;
  }
  return sum.value() * sum.value() / squares.value();
}

} // namespace tailgate::stats
