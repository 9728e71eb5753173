// The one job of every fp32 kernel: rows of X times panels of packed weights.
#pragma once

#include <cstddef>

namespace tailgate::matmul_f32_rooms {

/// Y[m, n] (+)= sum over k of X[m, k] * B[k, n], for n < columns.
///
/// B's column n stands at panels + (n / 16) * panel_stride + k * depth_stride + n % 16. Panels are
/// readable to their full width of 16; Y is written for n < columns only.
/// Order: each Y[m, n] starts from 0 (or its old value) and takes its K products one after the
/// other by fused multiply-add, so it does not depend on the tile, the thread or the batch.
struct block {
  const float* x;
  std::size_t x_stride;
  std::size_t rows;
  const float* panels;
  std::size_t panel_stride;
  std::size_t depth_stride;
  std::size_t depth; ///< K
  std::size_t columns;
  float* y;
  std::size_t y_stride;
  bool accumulate; ///< add to Y instead of replacing it
};

using block_function = void (*)(const block&) noexcept;

} // namespace tailgate::matmul_f32_rooms
