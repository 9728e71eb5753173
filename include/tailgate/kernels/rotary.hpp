// Rotary position embedding in the half-split ("rotate_half") layout of Hugging Face's Llama.
//
//   angle(p, i) = p * theta^(-2 i / d),  i < d/2
//   (x_i, x_{i + d/2})  ->  (x_i cos - x_{i + d/2} sin,  x_{i + d/2} cos + x_i sin)
//
// Reference: J. Su et al., RoFormer, arXiv 2104.09864.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace tailgate {

/// Cosines and sines for positions 0 ... positions - 1, computed once a model in double and stored
/// as fp32: positions x d/2 values each.
class rotary_table {
public:
  rotary_table() = default;
  rotary_table(std::size_t dimension, std::size_t positions, double theta)
      : half_(dimension / 2), positions_(positions), cosine_(half_ * positions),
        sine_(half_ * positions) {
    for (std::size_t i = 0; i < half_; ++i) {
      // fp32 frequencies, as the models are trained with.
      const auto frequency = static_cast<float>(
          1.0 / std::pow(theta, 2.0 * static_cast<double>(i) / static_cast<double>(dimension)));
      for (std::size_t p = 0; p < positions; ++p) {
        const double angle = double{static_cast<float>(p) * frequency};
        cosine_[p * half_ + i] = static_cast<float>(std::cos(angle));
        sine_[p * half_ + i] = static_cast<float>(std::sin(angle));
      }
    }
  }

  [[nodiscard]] std::size_t positions() const noexcept { return positions_; }

  /// Rotates one head's vector of d values in place; position < positions() is the caller's duty.
  void rotate(std::span<float> head, std::size_t position) const noexcept {
    const float* c = cosine_.data() + position * half_;
    const float* s = sine_.data() + position * half_;
    float* a = head.data();
    float* b = head.data() + half_;
    for (std::size_t i = 0; i < half_; ++i) {
      const float x = a[i], y = b[i];
      a[i] = x * c[i] - y * s[i];
      b[i] = y * c[i] + x * s[i];
    }
  }

private:
  std::size_t half_ = 0;
  std::size_t positions_ = 0;
  std::vector<float> cosine_;
  std::vector<float> sine_;
};

} // namespace tailgate
