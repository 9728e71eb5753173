// The fp32 product on AVX2 and FMA: tiles of 6 rows by one panel, 12 accumulators in 16 registers.
#pragma once

#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/matmul_f32/block.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX2_BEGIN
namespace tailgate::matmul_f32_rooms::avx2 {

/// R rows by one panel; a panel cut short by N goes through a buffer so that Y's end is respected.
template <std::size_t R>
inline void tile(const block& job, std::size_t m, std::size_t panel) noexcept {
  const float* x = job.x + m * job.x_stride;
  const float* b = job.panels + panel * job.panel_stride;
  float* y = job.y + m * job.y_stride + panel * 16;
  std::size_t y_stride = job.y_stride;
  const std::size_t width = job.columns - panel * 16;
  float edge[R * 16];
  if (width < 16) {
    for (std::size_t r = 0; r < R; ++r)
      for (std::size_t j = 0; j < 16; ++j)
        edge[r * 16 + j] = job.accumulate && j < width ? y[r * y_stride + j] : 0.0f;
    y = edge;
    y_stride = 16;
  }
  __m256 sum[R][2];
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r) {
    sum[r][0] = job.accumulate ? _mm256_loadu_ps(y + r * y_stride) : _mm256_setzero_ps();
    sum[r][1] = job.accumulate ? _mm256_loadu_ps(y + r * y_stride + 8) : _mm256_setzero_ps();
  }
  for (std::size_t k = 0; k < job.depth; ++k) {
    const __m256 w0 = _mm256_loadu_ps(b + k * job.depth_stride);
    const __m256 w1 = _mm256_loadu_ps(b + k * job.depth_stride + 8);
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r) {
      const __m256 v = _mm256_broadcast_ss(x + r * job.x_stride + k);
      sum[r][0] = _mm256_fmadd_ps(v, w0, sum[r][0]);
      sum[r][1] = _mm256_fmadd_ps(v, w1, sum[r][1]);
    }
  }
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r) {
    _mm256_storeu_ps(y + r * y_stride, sum[r][0]);
    _mm256_storeu_ps(y + r * y_stride + 8, sum[r][1]);
  }
  if (width < 16) {
    float* out = job.y + m * job.y_stride + panel * 16;
    for (std::size_t r = 0; r < R; ++r)
      for (std::size_t j = 0; j < width; ++j)
        out[r * job.y_stride + j] = edge[r * 16 + j];
  }
}

inline void run(const block& job) noexcept {
  for (std::size_t panel = 0; panel * 16 < job.columns; ++panel) {
    std::size_t m = 0;
    for (; m + 6 <= job.rows; m += 6)
      tile<6>(job, m, panel);
    for (; m + 2 <= job.rows; m += 2)
      tile<2>(job, m, panel);
    if (m < job.rows)
      tile<1>(job, m, panel);
  }
}

} // namespace tailgate::matmul_f32_rooms::avx2
TAILGATE_TARGET_END
#endif
