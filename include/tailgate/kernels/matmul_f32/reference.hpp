// The oracle of the fp32 product: the defined order of operations in twenty lines.
#pragma once

#include <cmath>
#include <tailgate/kernels/matmul_f32/block.hpp>

namespace tailgate::matmul_f32_rooms {

inline void run_reference(const block& job) noexcept {
  for (std::size_t m = 0; m < job.rows; ++m)
    for (std::size_t n = 0; n < job.columns; ++n) {
      const float* b = job.panels + n / 16 * job.panel_stride + n % 16;
      float& y = job.y[m * job.y_stride + n];
      float sum = job.accumulate ? y : 0.0f;
      for (std::size_t k = 0; k < job.depth; ++k)
        sum = std::fma(job.x[m * job.x_stride + k], b[k * job.depth_stride], sum);
      y = sum;
    }
}

} // namespace tailgate::matmul_f32_rooms
