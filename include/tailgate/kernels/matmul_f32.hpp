// Y = X W^T + bias in fp32 with packed weights: the decoder's baseline and its weight-only tiers.
//
//   X: M x K, any row stride.   W: packed_f32, N x K.   bias: N or none.   Y: M x N, any row
//   stride.
//
// Determinism: Y[m, n] is one chain of K fused multiply-adds in the order of k. It has the same
// bits for any M, thread count, executor and for the reference, AVX2 and AVX-512 rooms; the
// portable room joins them where it is compiled with FMA. NaN and Inf in X or W propagate as in
// IEEE 754. Cost: 2 M N K operations, no allocation.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/kernels/matmul_f32/avx2.hpp>
#include <tailgate/kernels/matmul_f32/avx512.hpp>
#include <tailgate/kernels/matmul_f32/portable.hpp>
#include <tailgate/kernels/matmul_f32/reference.hpp>
#include <tailgate/kernels/overlap.hpp>
#include <tailgate/kernels/panels.hpp>
#include <tailgate/kernels/simd.hpp>

namespace tailgate {

namespace matmul_f32_rooms {

/// The block function of a level; levels without a room of their own use the next lower one.
template <class Arch = simd::default_arch>
[[nodiscard]] block_function block_function_for(isa level) noexcept {
  switch (level) {
#if TAILGATE_X86
  case isa::avx512_vnni:
  case isa::avx512:
    return avx512::run;
  case isa::avx2:
    return avx2::run;
#else
  case isa::avx512_vnni:
  case isa::avx512:
  case isa::avx2:
#endif
  case isa::portable:
    return run_portable<Arch>;
  case isa::reference:
    break;
  }
  return run_reference;
}

} // namespace matmul_f32_rooms

/// Computes Y = X W^T + bias. `bias` is empty or holds N values. `level` must be one the machine
/// has. Throws shape_error E150 (shapes), E151 (bias) and argument_error E152 (Y overlaps X).
/// Leave `Arch` as it is: it keeps units built for different instruction sets apart, where a plain
/// inline function would become one symbol.
template <class Arch = simd::default_arch>
void matmul_f32(matrix_view<const float> x, const packed_f32& w, std::span<const float> bias,
    matrix_view<float> y, executor_ref exec = {}, isa level = selected_isa()) {
  if (x.cols() != w.inputs() || y.rows() != x.rows() || y.cols() != w.outputs())
    throw shape_error(150, "matmul_f32",
        "X is " + shape_text(x) + ", W is " + std::to_string(w.outputs()) + "x" +
            std::to_string(w.inputs()) + ", Y is " + shape_text(y) +
            "; X.cols must equal W.cols, Y must be X.rows x W.rows");
  if (!bias.empty() && bias.size() != w.outputs())
    throw shape_error(151, "matmul_f32",
        "bias has " + std::to_string(bias.size()) + " values, W has " +
            std::to_string(w.outputs()) + " outputs; pass one value an output or none");
  if (overlap(x, y))
    throw argument_error(152, "matmul_f32", "Y shares memory with X; pass separate buffers");
  if (y.empty())
    return;

  // Rows in blocks that stay in the second-level cache while every panel passes over them; columns
  // and depth in blocks of packed weights that stay beside them.
  constexpr std::size_t row_block = 96, column_block = 256, depth_block = 512;
  const std::size_t row_blocks = (x.rows() + row_block - 1) / row_block;
  const std::size_t column_blocks = (y.cols() + column_block - 1) / column_block;
  const auto run = matmul_f32_rooms::block_function_for<Arch>(level);
  exec.parallel_for(row_blocks * column_blocks, [&](std::size_t piece) {
    const std::size_t m = piece / column_blocks * row_block;
    const std::size_t n = piece % column_blocks * column_block;
    const std::size_t rows = std::min(row_block, x.rows() - m);
    const std::size_t columns = std::min(column_block, y.cols() - n);
    std::size_t k = 0;
    do { // once even for K = 0, which writes zeros
      const std::size_t depth = std::min(depth_block, w.inputs() - k);
      run({x.data() + m * x.stride() + k, x.stride(), rows,
          w.data() + n * w.inputs() + k * panel_width, w.inputs() * panel_width, panel_width, depth,
          columns, y.data() + m * y.stride() + n, y.stride(), k != 0});
      k += depth;
    } while (k < w.inputs());
    if (!bias.empty())
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j)
          y(m + i, n + j) += bias[n + j];
  });
}

} // namespace tailgate
