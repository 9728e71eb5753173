// The Kullback-Leibler divergence between two rows of logits over the same vocabulary.
//
//   KL(p || q) = sum p_i d_i,  d_i = log p_i - log q_i
//              = sum p_i (exp(-d_i) - 1 + d_i)        since sum p_i = sum q_i = 1
//
// Each term of the second form is at least 0, so that nothing cancels when the rows nearly agree:
// an int8 tier's divergence of 1e-6 nats keeps its digits where the first form drowns in rounding.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <vector>

namespace tailgate {

/// Buffers that kl_of_logits reuses between rows.
struct kl_scratch {
  std::vector<float> p;
  std::vector<float> q;
};

/// KL(p || q) in nats, p from `reference` logits and q from `candidate` logits; 0 or more up to
/// rounding. A logit of -inf in `candidate` where p is positive gives +inf; NaN gives NaN.
/// Throws shape_error E160 when the rows differ in length or are empty. Allocates only to grow
/// `scratch` to the row.
[[nodiscard]] inline double kl_of_logits(std::span<const float> reference,
    std::span<const float> candidate, kl_scratch& scratch, isa level = selected_isa()) {
  if (reference.size() != candidate.size() || reference.empty())
    throw shape_error(160, "kl_of_logits",
        "rows have " + std::to_string(reference.size()) + " and " +
            std::to_string(candidate.size()) +
            " logits; both models need one vocabulary, and it must not be empty");
  const double lse_p = log_sum_exp(reference, scratch.p, level);
  const double lse_q = log_sum_exp(candidate, scratch.q, level);
  // The scratch rows hold exp(x - max); these factors make probabilities of them.
  const auto p_scale =
      static_cast<float>(std::exp(double{row_maximum(reference.data(), reference.size())} - lse_p));
  const auto q_scale =
      static_cast<float>(std::exp(double{row_maximum(candidate.data(), candidate.size())} - lse_q));
  const auto offset = static_cast<float>(lse_q - lse_p);

  const auto term = [&](std::size_t i) {
    const float p = scratch.p[i] * p_scale;
    const float q = scratch.q[i] * q_scale;
    const float d = reference[i] - candidate[i] + offset;
    const float near = p * d * d * (0.5f - d * (1.0f / 6 - d * (1.0f / 24 - d * (1.0f / 120))));
    const float far = p * d - p + q;
    return p == 0.0f ? q : (std::fabs(d) < 0.25f ? near : far);
  };
  // Sixteen independent lanes, so that a compiler may vectorise without reordering a sum.
  constexpr std::size_t width = 16, stretch = 512;
  double total = 0;
  std::size_t i = 0;
  while (i + width <= reference.size()) {
    lane_sums lanes{};
    const std::size_t end = std::min(i + stretch, reference.size() / width * width);
    for (; i < end; i += width)
      for (std::size_t j = 0; j < width; ++j)
        lanes[j] += term(i + j);
    total += double{lane_sum(lanes)};
  }
  for (; i < reference.size(); ++i)
    total += double{term(i)};
  return total;
}

} // namespace tailgate
