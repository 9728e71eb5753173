// The fp32 product on AVX-512: tiles of 12 rows by two panels, 24 accumulators in 32 registers.
#pragma once

#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/matmul_f32/block.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
namespace tailgate::matmul_f32_rooms::avx512 {

/// R rows by P panels starting at row m and panel `first`; the last panel is stored under a mask.
template <std::size_t R, std::size_t P>
inline void tile(const block& job, std::size_t m, std::size_t first) noexcept {
  const float* x = job.x + m * job.x_stride;
  const float* b = job.panels + first * job.panel_stride;
  float* y = job.y + m * job.y_stride + first * 16;
  const std::size_t left = job.columns - first * 16 - (P - 1) * 16;
  const __mmask16 edge = left >= 16 ? __mmask16{0xffff} : static_cast<__mmask16>((1u << left) - 1u);
  __m512 sum[R][P];
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r) {
    TAILGATE_UNROLL
    for (std::size_t p = 0; p < P; ++p) {
      const __mmask16 mask = p + 1 == P ? edge : __mmask16{0xffff};
      sum[r][p] = job.accumulate ? _mm512_maskz_loadu_ps(mask, y + r * job.y_stride + p * 16)
                                 : _mm512_setzero_ps();
    }
  }
  for (std::size_t k = 0; k < job.depth; ++k) {
    __m512 w[P];
    TAILGATE_UNROLL
    for (std::size_t p = 0; p < P; ++p)
      w[p] = _mm512_loadu_ps(b + p * job.panel_stride + k * job.depth_stride);
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r) {
      const __m512 v = _mm512_set1_ps(x[r * job.x_stride + k]);
      TAILGATE_UNROLL
      for (std::size_t p = 0; p < P; ++p)
        sum[r][p] = _mm512_fmadd_ps(v, w[p], sum[r][p]);
    }
  }
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r) {
    TAILGATE_UNROLL
    for (std::size_t p = 0; p < P; ++p)
      _mm512_mask_storeu_ps(
          y + r * job.y_stride + p * 16, p + 1 == P ? edge : __mmask16{0xffff}, sum[r][p]);
  }
}

template <std::size_t P>
inline void column_of_tiles(const block& job, std::size_t first) noexcept {
  std::size_t m = 0;
  for (; m + 12 <= job.rows; m += 12)
    tile<12, P>(job, m, first);
  for (; m + 4 <= job.rows; m += 4)
    tile<4, P>(job, m, first);
  for (; m + 2 <= job.rows; m += 2)
    tile<2, P>(job, m, first);
  if (m < job.rows)
    tile<1, P>(job, m, first);
}

inline void run(const block& job) noexcept {
  const std::size_t panels = (job.columns + 15) / 16;
  std::size_t panel = 0;
  for (; panel + 2 <= panels; panel += 2)
    column_of_tiles<2>(job, panel);
  if (panel < panels)
    column_of_tiles<1>(job, panel);
}

} // namespace tailgate::matmul_f32_rooms::avx512
TAILGATE_TARGET_END
#endif
