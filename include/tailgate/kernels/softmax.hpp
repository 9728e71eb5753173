// The logarithm of a row's normalising constant, and what is read off it.
//
//   log_sum_exp(x) = m + log(sum exp(x_i - m)), m = max x      log p_i = x_i - log_sum_exp(x)
//
// -infinity masks a token: its probability is 0. A row that has NaN, +infinity or nothing but
// masked tokens is no distribution, which its log_sum_exp tells: it is not finite.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tailgate/kernels/exponential.hpp>

namespace tailgate {

/// The largest of n values, -inf for none. NaN is passed over.
[[nodiscard]] inline float row_maximum(
    const float* values, std::size_t n, isa level = selected_isa()) {
  return exponential_operations_for(level).maximum(values, n);
}

/// The index of the largest logit; the lowest index among equals. NaN never wins over a number. 0
/// when nothing is larger than -infinity. The row must not be empty.
[[nodiscard]] inline std::size_t argmax(std::span<const float> logits, isa level = selected_isa()) {
  constexpr std::size_t block = 512;
  const auto maximum = exponential_operations_for(level).maximum;
  std::size_t best = 0; // where the first block with the maximum begins
  float top = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < logits.size(); i += block)
    if (const float here = maximum(logits.data() + i, std::min(block, logits.size() - i));
        here > top) {
      top = here;
      best = i;
    }
  if (top > -std::numeric_limits<float>::infinity())
    while (logits[best] != top)
      ++best;
  return best;
}

/// A row of logits with its normalising constant: what losses and divergences need of it. Keeps no
/// exponentials, since computing them anew is cheaper than writing and reading them (divergences
/// take one of the likelier token only). The logits must outlive it.
struct logits_row {
  std::span<const float> logits;
  float top = -std::numeric_limits<float>::infinity(); ///< the largest logit
  double log_sum_exp = -std::numeric_limits<double>::infinity();

  [[nodiscard]] bool is_distribution() const noexcept { return std::isfinite(log_sum_exp); }
  /// log p of a token in nats, at most 0 up to rounding.
  [[nodiscard]] double log_probability(std::size_t token) const noexcept {
    return double{logits[token]} - log_sum_exp;
  }
};

/// Finds a row's normalising constant. `log_sum_exp` is NaN for a row with NaN or +infinity, and
/// -infinity for an empty row or one that masks every token.
///
/// Relative error of the sum of exponentials at most 2^-18, hence of log_sum_exp 2^-18 absolute;
/// typically 2^-23. The same bits for AVX2 and AVX-512. One pass over memory, no allocation.
[[nodiscard]] inline logits_row normalised_row(
    std::span<const float> logits, isa level = selected_isa()) {
  logits_row row;
  row.logits = logits;
  // The second reading of a block, for its exponentials, finds it in the first-level cache. A new
  // maximum rescales what was summed before (M. Milakov and N. Gimelshein, arXiv 1805.02867).
  constexpr std::size_t block = 4096;
  const auto operations = exponential_operations_for(level);
  double total = 0;
  for (std::size_t i = 0; i < logits.size(); i += block) {
    const std::size_t n = std::min(block, logits.size() - i);
    const float top = operations.maximum(logits.data() + i, n);
    if (top > row.top) {
      total *= std::exp(double{row.top} - double{top});
      row.top = top;
    }
    lane_totals lanes{};
    // Masked tokens give 0 for any finite shift, and a NaN among them still shows.
    const float shift = row.top < 0 && std::isinf(row.top) ? 0.0f : row.top;
    operations.exp_sum(logits.data() + i, n, shift, lanes.data());
    total += lane_sum(lanes);
  }
  row.log_sum_exp = double{row.top} + std::log(total);
  return row;
}

/// log of the sum of exp over the row, as normalised_row finds it.
[[nodiscard]] inline double log_sum_exp(std::span<const float> logits, isa level = selected_isa()) {
  return normalised_row(logits, level).log_sum_exp;
}

} // namespace tailgate
