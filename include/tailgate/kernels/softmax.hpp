// The logarithm of a row's normalising constant, and what is read off it.
//
//   log_sum_exp(x) = m + log(sum exp(x_i - m)), m = max x      log p_i = x_i - log_sum_exp(x)
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tailgate/kernels/exponential.hpp>
#include <vector>

namespace tailgate {

/// The largest of n values, -inf for none; in lanes that a compiler turns into vector maxima. NaN
/// is passed over.
[[nodiscard]] inline float row_maximum(const float* values, std::size_t n) noexcept {
  lane_sums lanes;
  lanes.fill(-std::numeric_limits<float>::infinity());
  std::size_t i = 0;
  for (; i + lanes.size() <= n; i += lanes.size())
    for (std::size_t j = 0; j < lanes.size(); ++j)
      lanes[j] = values[i + j] > lanes[j] ? values[i + j] : lanes[j];
  for (; i < n; ++i)
    lanes[0] = values[i] > lanes[0] ? values[i] : lanes[0];
  return *std::max_element(lanes.begin(), lanes.end());
}

/// The index of the largest logit; the lowest index among equals. NaN never wins over a number.
/// The row must not be empty.
[[nodiscard]] inline std::size_t argmax(std::span<const float> logits) noexcept {
  std::size_t best = 0;
  float top = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < logits.size(); ++i)
    if (logits[i] > top) {
      top = logits[i];
      best = i;
    }
  return best;
}

/// log of the sum of exp over the row, which must not be empty. `scratch` is resized to the row and
/// holds exp(x_i - max) afterwards. Relative error of the sum at most n * 2^-24 / 16 + 2^-22.
[[nodiscard]] inline double log_sum_exp(
    std::span<const float> logits, std::vector<float>& scratch, isa level = selected_isa()) {
  scratch.resize(logits.size());
  const float top = row_maximum(logits.data(), logits.size());
  // Lanes are emptied into a double every few thousand elements so that a long row stays exact.
  constexpr std::size_t stretch = 4096;
  const auto operations = exponential_operations_for(level);
  double total = 0;
  for (std::size_t i = 0; i < logits.size(); i += stretch) {
    const std::size_t n = std::min(stretch, logits.size() - i);
    lane_sums lanes{};
    operations.exp_shifted(logits.data() + i, n, top, scratch.data() + i, lanes.data());
    total += lane_sum(lanes);
  }
  return double{top} + std::log(total);
}

} // namespace tailgate
