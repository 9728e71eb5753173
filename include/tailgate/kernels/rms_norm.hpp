// RMSNorm of rows: y = x / sqrt(mean(x^2) + epsilon) * weight.
// Reference: B. Zhang and R. Sennrich, Root mean square layer normalization, arXiv 1910.07467.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/exponential.hpp>

namespace tailgate {

/// Normalises each row of `x` into `y` (same shape, may be the same memory). `weight` has one value
/// a column. Squares are summed in 16 lanes joined in a fixed order, so a row's result depends on
/// that row alone. The shapes are the caller's duty.
inline void rms_norm(matrix_view<const float> x, std::span<const float> weight, float epsilon,
    matrix_view<float> y) noexcept {
  const std::size_t n = x.cols();
  for (std::size_t r = 0; r < x.rows(); ++r) {
    const float* in = x.row(r).data();
    lane_sums lanes{};
    std::size_t i = 0;
    for (; i + lanes.size() <= n; i += lanes.size())
      for (std::size_t j = 0; j < lanes.size(); ++j)
        lanes[j] += in[i + j] * in[i + j];
    for (std::size_t j = 0; i + j < n; ++j)
      lanes[j] += in[i + j] * in[i + j];
    const float mean = lane_sum(lanes) / static_cast<float>(n);
    const float scale = 1.0f / std::sqrt(mean + epsilon);
    float* out = y.row(r).data();
    for (std::size_t k = 0; k < n; ++k)
      out[k] = in[k] * scale * weight[k];
  }
}

} // namespace tailgate
