// Y = X W^T + bias with integer weights and activations quantized on the fly: what an engine runs.
//
//   y[m, n] = scale_x[m] * sum over groups g of  scale_w[n, g] * S[m, n, g]
//   S[m, n, g] = sum over k in g of  x_code[m, k] * (w_code[n, k] - zero[n, g])      an integer
//
// X is quantized to 8 bits with one scale a row (quantize_rows). Every S is exact on every path:
// the vector paths add integers in fp32 registers, at most 1024 products of at most 127 * 128
// before the sum moves to a 64-bit integer, so no partial sum reaches beyond 2^24, where fp32 would
// round. The sum over groups is a chain of fused multiply-adds in the order of g. Y therefore has
// the same bits for any level, thread count and batch.
//
// K up to 2^40 is safe. Cost: 2 M N K operations, one unpacking of W a call for each 96 rows of X.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/matmul_quantized/reference.hpp>
#include <tailgate/kernels/overlap.hpp>
#include <tailgate/kernels/quantize_rows.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <vector>

namespace tailgate {

namespace matmul_quantized_rooms {

/// One panel of 16 outputs (fewer at the edge) for a block of rows of X given as integer floats.
inline void panel(matrix_view<const float> x, std::span<const float> x_scales,
    const quantized_matrix& w, std::size_t first_output, matrix_view<float> y,
    matmul_f32_rooms::block_function multiply) {
  constexpr std::size_t longest = 1024; // products whose sum stays within 2^24
  const std::size_t outputs = y.cols(), rows = x.rows();
  const int offset = 1 << (w.scheme().bits - 1);
  std::vector<float> codes(longest * panel_width), sums(rows * panel_width);
  std::vector<std::int64_t> totals(rows * panel_width);
  for (std::size_t g = 0; g < w.groups(); ++g) {
    std::fill(totals.begin(), totals.end(), 0);
    const std::size_t last = w.scheme().group_last(g, w.inputs());
    for (std::size_t k = w.scheme().group_first(g); k < last;) {
      const std::size_t depth = std::min(longest, last - k);
      // Codes are centred so that |code| <= 2^(bits-1); the rest of the zero point comes below.
      for (std::size_t n = 0; n < outputs; ++n)
        for (std::size_t i = 0; i < depth; ++i)
          codes[i * panel_width + n] =
              static_cast<float>(static_cast<int>(w.code(first_output + n, k + i)) - offset);
      multiply({x.data() + k, x.stride(), rows, codes.data(), 0, panel_width, depth, outputs,
          sums.data(), panel_width, false});
      for (std::size_t m = 0; m < rows; ++m) {
        std::int64_t row_sum = 0;
        if (!w.scheme().symmetric)
          for (std::size_t i = 0; i < depth; ++i)
            row_sum += static_cast<std::int64_t>(x(m, k + i));
        for (std::size_t n = 0; n < outputs; ++n) {
          const std::int64_t shift =
              static_cast<std::int64_t>(w.zero_point(first_output + n, g)) - offset;
          totals[m * panel_width + n] +=
              static_cast<std::int64_t>(sums[m * panel_width + n]) - shift * row_sum;
        }
      }
      k += depth;
    }
    for (std::size_t n = 0; n < outputs; ++n) {
      const float scale = w.scale(first_output + n, g);
      for (std::size_t m = 0; m < rows; ++m)
        y(m, n) = std::fma(
            static_cast<float>(totals[m * panel_width + n]), scale, g == 0 ? 0.0f : y(m, n));
    }
  }
  for (std::size_t m = 0; m < rows; ++m)
    for (std::size_t n = 0; n < outputs; ++n)
      y(m, n) = (w.groups() == 0 ? 0.0f : y(m, n)) * x_scales[m];
}

} // namespace matmul_quantized_rooms

/// Computes Y = X W^T + bias with 8-bit activations. X: M x K fp32, any row stride; Y: M x N.
/// `bias` is empty or holds N values. A NaN or Inf in a row of X makes that row of Y NaN.
/// Throws shape_error E155 (shapes), E156 (bias) and argument_error E157 (Y overlaps X).
inline void matmul_quantized(matrix_view<const float> x, const quantized_matrix& w,
    std::span<const float> bias, matrix_view<float> y, executor_ref exec = {},
    isa level = selected_isa()) {
  if (x.cols() != w.inputs() || y.rows() != x.rows() || y.cols() != w.outputs())
    throw shape_error(155, "matmul_quantized",
        "X is " + shape_text(x) + ", W is " + std::to_string(w.outputs()) + "x" +
            std::to_string(w.inputs()) + ", Y is " + shape_text(y) +
            "; X.cols must equal W.cols, Y must be X.rows x W.rows");
  if (!bias.empty() && bias.size() != w.outputs())
    throw shape_error(156, "matmul_quantized",
        "bias has " + std::to_string(bias.size()) + " values, W has " +
            std::to_string(w.outputs()) + " outputs; pass one value an output or none");
  if (overlap(x, y))
    throw argument_error(157, "matmul_quantized", "Y shares memory with X; pass separate buffers");
  if (y.empty())
    return;

  const quantized_rows quantized = quantize_rows(x);
  const auto add_bias = [&](std::size_t m, std::size_t n) {
    if (!bias.empty())
      y(m, n) += bias[n];
  };
  if (level == isa::reference) {
    for (std::size_t m = 0; m < y.rows(); ++m)
      for (std::size_t n = 0; n < y.cols(); ++n) {
        y(m, n) = matmul_quantized_rooms::element_reference(quantized, w, m, n);
        add_bias(m, n);
      }
    return;
  }
  const std::vector<float> codes(quantized.codes.begin(), quantized.codes.end());
  const auto multiply = matmul_f32_rooms::block_function_for(level);
  constexpr std::size_t row_block = 96;
  const std::size_t row_blocks = (x.rows() + row_block - 1) / row_block;
  const std::size_t panels = (y.cols() + panel_width - 1) / panel_width;
  exec.parallel_for(row_blocks * panels, [&](std::size_t piece) {
    const std::size_t m = piece / panels * row_block, n = piece % panels * panel_width;
    const std::size_t rows = std::min(row_block, x.rows() - m);
    const std::size_t outputs = std::min(panel_width, y.cols() - n);
    matmul_quantized_rooms::panel({codes.data() + m * x.cols(), rows, x.cols()},
        std::span(quantized.scales).subspan(m, rows), w, n,
        matrix_view<float>(y.data() + m * y.stride() + n, rows, outputs, y.stride()), multiply);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < outputs; ++j)
        add_bias(m + i, n + j);
  });
}

} // namespace tailgate
