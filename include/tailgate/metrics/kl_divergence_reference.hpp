// The Kullback-Leibler divergence of two rows of logits in double precision, one value after the
// other: what faster kernels are tested against.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <tailgate/error.hpp>

namespace tailgate {

/// log of the sum of exp of the logits in double, without overflow: the highest logit is taken out
/// first. -infinity masks a token. Throws argument_error E366 for NaN, +infinity, no logits, or
/// every token masked.
[[nodiscard]] inline double log_sum_exp_reference(std::span<const float> logits) {
  double highest = -std::numeric_limits<double>::infinity();
  for (const float x : logits) {
    if (std::isnan(x))
      throw argument_error(366, "log_sum_exp_reference", "a logit is NaN");
    highest = std::max(highest, static_cast<double>(x));
  }
  if (!std::isfinite(highest))
    throw argument_error(366, "log_sum_exp_reference",
        "the highest of " + std::to_string(logits.size()) +
            " logits is not finite; at least one token must be possible and none certain");
  double sum = 0;
  for (const float x : logits)
    sum += std::exp(static_cast<double>(x) - highest);
  return highest + std::log(sum);
}

/// KL(p || q) in nats of softmax(baseline) from softmax(candidate), accumulated in double in the
/// order of the vocabulary; the oracle that faster kernels are tested against. Not negative. A
/// token masked (-infinity) in the baseline contributes 0. Error about vocabulary * 2^-52 times
/// the largest log-ratio. Three passes, no allocation.
/// Throws shape_error E365 for rows of different length, argument_error E366 as
/// log_sum_exp_reference, and E367 when the candidate masks a token that the baseline allows, for
/// which the divergence is infinite.
[[nodiscard]] inline double kl_divergence_reference(
    std::span<const float> baseline, std::span<const float> candidate) {
  if (baseline.size() != candidate.size())
    throw shape_error(365, "kl_divergence_reference",
        "baseline has " + std::to_string(baseline.size()) + " logits, candidate " +
            std::to_string(candidate.size()) + "; both must cover the same vocabulary");
  const double log_p_total = log_sum_exp_reference(baseline);
  const double log_q_total = log_sum_exp_reference(candidate);
  double sum = 0;
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    if (std::isinf(baseline[i]))
      continue;
    if (std::isinf(candidate[i]))
      throw argument_error(367, "kl_divergence_reference",
          "token " + std::to_string(i) +
              " is masked by the candidate only; mask the same tokens in both rows");
    const double log_p = static_cast<double>(baseline[i]) - log_p_total;
    const double log_q = static_cast<double>(candidate[i]) - log_q_total;
    sum += std::exp(log_p) * (log_p - log_q);
  }
  return std::max(sum, 0.0); // rounding can leave a few ulp below 0 for equal rows
}

} // namespace tailgate
