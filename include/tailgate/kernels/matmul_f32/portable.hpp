// The fp32 product on xsimd, at whatever instruction set the unit is compiled for.
//
// Without FMA hardware the multiply-add rounds twice, so results may differ from the other rooms by
// K * 2^-24 * sum |x||w|; with it they are the same bits.
#pragma once

#include <algorithm>
#include <array>
#include <tailgate/kernels/matmul_f32/block.hpp>
#include <tailgate/kernels/simd.hpp>

namespace tailgate::matmul_f32_rooms {

/// R rows by one panel.
template <class Arch, std::size_t R>
void portable_tile(const block& job, std::size_t m, std::size_t panel) noexcept {
  using batch = simd::batch<float, Arch>;
  constexpr std::size_t lanes = batch::size;
  constexpr std::size_t parts = lanes < 16 ? 16 / lanes : 1;
  constexpr std::size_t padded = parts * lanes;
  const float* x = job.x + m * job.x_stride;
  const float* b = job.panels + panel * job.panel_stride;
  float* y = job.y + m * job.y_stride + panel * 16;
  const std::size_t width = std::min<std::size_t>(16, job.columns - panel * 16);

  std::array<std::array<float, padded>, R> edge{};
  std::array<std::array<batch, parts>, R> sum;
  for (std::size_t r = 0; r < R; ++r) {
    if (job.accumulate)
      std::copy_n(y + r * job.y_stride, width, edge[r].begin());
    for (std::size_t p = 0; p < parts; ++p)
      sum[r][p] = batch::load_unaligned(edge[r].data() + p * lanes);
  }
  for (std::size_t k = 0; k < job.depth; ++k) {
    std::array<batch, parts> w;
    for (std::size_t p = 0; p < parts; ++p)
      w[p] = batch::load_unaligned(b + k * job.depth_stride + p * lanes);
    for (std::size_t r = 0; r < R; ++r) {
      const batch v(x[r * job.x_stride + k]);
      for (std::size_t p = 0; p < parts; ++p)
        sum[r][p] = fma(v, w[p], sum[r][p]);
    }
  }
  for (std::size_t r = 0; r < R; ++r) {
    for (std::size_t p = 0; p < parts; ++p)
      sum[r][p].store_unaligned(edge[r].data() + p * lanes);
    std::copy_n(edge[r].begin(), width, y + r * job.y_stride);
  }
}

template <class Arch>
void run_portable(const block& job) noexcept {
  static_assert(simd::batch<float, Arch>::size <= 16, "a panel row is 16 floats");
  for (std::size_t panel = 0; panel * 16 < job.columns; ++panel) {
    std::size_t m = 0;
    for (; m + 2 <= job.rows; m += 2)
      portable_tile<Arch, 2>(job, m, panel);
    if (m < job.rows)
      portable_tile<Arch, 1>(job, m, panel);
  }
}

} // namespace tailgate::matmul_f32_rooms
