// Y = X W^T + bias with packed integer weights and activations quantized on the fly: what an engine
// runs.
//
//   X: M x K fp32, any row stride.   W: packed_matrix, N x K.   bias: N or none.   Y: M x N, any
//   row stride.
//
//   S[m, n, g] = sum over k in group g of  code_x[m, k] * (code_w[n, k] - zero[n, g])   an integer
//   y = 0;  for g in order:  y = fma(float(S), scale_w[n, g] * scale_x[m, g], y);  Y = y + bias[n]
//   with a scale a row:      y = fma(float(S), scale_w[n, g], y);   Y = fma(y, scale_x[m], bias[n])
//
// matmul_quantized/activations.hpp says how X becomes codes in -127 .. 127 and scales.
//
// Bounds: a product is at most 127 * 255, a group has at most 65,536 inputs (rows without
// groups are cut into groups of 512, packed_matrix/layout.hpp), so S fits 32 bits and is exact on
// every path; no path adds in 16 bits more than fits. float(S) rounds to nearest. K up to 2^40 is
// safe.
//
// Determinism: the multiply-adds are fused and their order is fixed, on machines without FMA by
// std::fma, so that no compiler's contraction can change them. Y has the same bits for any level,
// thread count, batch and executor.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/kernels/matmul_quantized/activations.hpp>
#include <tailgate/kernels/matmul_quantized/avx2.hpp>
#include <tailgate/kernels/matmul_quantized/avx512.hpp>
#include <tailgate/kernels/matmul_quantized/avx512_vnni.hpp>
#include <tailgate/kernels/matmul_quantized/portable.hpp>
#include <tailgate/kernels/matmul_quantized/reference.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>
#include <tailgate/kernels/overlap.hpp>
#include <tailgate/kernels/packed_matrix.hpp>
#include <tailgate/kernels/simd.hpp>

namespace tailgate {

namespace matmul_quantized_rooms {

/// The kernels of a level other than the reference.
template <class Arch>
[[nodiscard]] const room& room_for(isa level) noexcept {
  switch (level) {
#if TAILGATE_X86
  case isa::avx512_vnni:
    return avx512_vnni::own_room;
  case isa::avx512:
    return avx512::own_room;
  case isa::avx2:
    return avx2::own_room;
#else
  case isa::avx512_vnni:
  case isa::avx512:
  case isa::avx2:
#endif
  case isa::portable:
  case isa::reference:
    break;
  }
  return portable_room<Arch>;
}

/// Panels [first, last) of W for tiles [top, bottom) of rows.
///
/// Tiles pass over a slice of a panel: of what stays in the first-level cache when few tiles wait
/// for memory, else of what stays in the second-level one, beside the codes of a block of rows.
/// What a slice leaves to the next lies close together, since rows of Y may be far apart and evict
/// each other. Each tile asks memory for its share of the next slice, so that reading goes on while
/// tiles compute; a single tile asks for what is some microseconds ahead.
template <class Arch>
void multiply_block(const activations& x, const packed_matrix& w, std::span<const float> bias,
    matrix_view<float> y, std::array<std::size_t, 2> tiles, std::array<std::size_t, 2> panels,
    const room& kernels) noexcept {
  constexpr std::size_t width = packed_layout::panel_outputs;
  constexpr std::size_t block_bytes = 786432, most_tiles = 32;
  constexpr std::size_t ahead = 6144;
  const packed_layout& layout = w.layout();
  const auto& functions = layout.nibbles() ? kernels.nibble_tiles : kernels.byte_tiles;
  const std::size_t block_tiles =
      std::clamp<std::size_t>(block_bytes / (layout.depth() * kernels.tile_rows), 1, most_tiles);
  alignas(64) std::array<float, most_tiles * room::most_rows * width> partial;
  alignas(64) std::array<float, width> bias_row{};
  for (std::size_t top = tiles[0]; top < tiles[1]; top += block_tiles) {
    const std::size_t bottom = std::min(tiles[1], top + block_tiles);
    const std::size_t sharers = bottom - top, slice_bytes = sharers <= 4 ? 16384 : 262144;
    const std::size_t slice =
        sharers == 1 ? layout.groups() : std::max<std::size_t>(1, slice_bytes / layout.record(1));
    for (std::size_t p = panels[0]; p < panels[1]; ++p) {
      const std::uint8_t* panel = w.data() + p * layout.panel_bytes();
      const std::size_t columns = std::min(width, y.cols() - p * width);
      if (!bias.empty())
        std::copy_n(bias.data() + p * width, columns, bias_row.begin());
      for (std::size_t g = 0; g < layout.groups(); g += slice) {
        const std::size_t count = std::min(slice, layout.groups() - g);
        const bool last = g + count == layout.groups();
        for (std::size_t t = top; t < bottom; ++t) {
          float* const sums = partial.data() + (t - top) * room::most_rows * width;
          float* const out = y.data() + x.first_row(t) * y.stride() + p * width;
          const bool direct = last && columns == width;
          const std::uint8_t* weights = panel + layout.record(g);
          const std::size_t bytes = layout.record(count);
          const std::uint8_t* fetch =
              sharers == 1 ? weights + ahead : weights + bytes + bytes * (t - top) / sharers;
          functions[x.rows_of(t) - 1](
              {weights, count, layout.group() / 8, layout.depth_of(g + count - 1, 1) / 8,
                  layout.zero_points(), x.codes(t, g), x.sums(t, g), x.scales(t, g),
                  last ? x.row_scales(t) : nullptr, bias_row.data(), g == 0 ? nullptr : sums,
                  direct ? out : sums, direct ? y.stride() : width, fetch, 64 / sharers});
          if (last && !direct)
            for (std::size_t r = 0; r < x.rows_of(t); ++r)
              std::copy_n(sums + r * width, columns, out + r * y.stride());
        }
      }
    }
  }
}

} // namespace matmul_quantized_rooms

/// Computes Y = X W^T + bias with 8-bit activations. X: M x K fp32, any row stride; Y: M x N.
/// `bias` is empty or holds N values. `level` must be one the machine has. K = 0 gives the bias.
/// A NaN or Inf in a row of X makes that row of Y NaN; a magnitude that fp32 cannot hold makes an
/// element of Y infinite or NaN as IEEE 754 has it.
/// Throws shape_error E155 (shapes), E156 (bias) and argument_error E157 (Y overlaps X).
/// Cost: 2 M N K operations; memory for the codes of X, at most 1.5 M (K + 8) bytes.
/// Leave `Arch` as it is: it keeps units built for different instruction sets apart.
template <class Arch = simd::default_arch>
void matmul_quantized(matrix_view<const float> x, const packed_matrix& w,
    std::span<const float> bias, matrix_view<float> y,
    activation_scaling scaling = activation_scaling::per_group, executor_ref exec = {},
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
  if (level == isa::reference || w.inputs() == 0) {
    for (std::size_t m = 0; m < y.rows(); ++m)
      for (std::size_t n = 0; n < y.cols(); ++n)
        y(m, n) = matmul_quantized_rooms::element_reference(
            x.row(m), w, n, scaling, bias.empty() ? 0.0f : bias[n]);
    return;
  }

  namespace rooms = matmul_quantized_rooms;
  const rooms::room& kernels = rooms::room_for<Arch>(level);
  const packed_layout& layout = w.layout();
  // A thread that has to be woken costs more than a product of this size.
  constexpr std::size_t worth_a_thread = std::size_t{1} << 20;
  const auto pieces_for = [&](std::size_t work, std::size_t most) {
    return std::clamp<std::size_t>(std::min(work / worth_a_thread, exec.concurrency()), 1, most);
  };
  const std::size_t chunk = std::max<std::size_t>(96, (std::size_t{4} << 20) / layout.depth());
  for (std::size_t first = 0; first < x.rows(); first += chunk) {
    const std::size_t rows = std::min(chunk, x.rows() - first);
    const auto part = x.rows_from(first, rows);
    const auto out = y.rows_from(first, rows);
    rooms::activations codes(rows, layout, scaling, kernels.tile_rows);
    const std::size_t tiles = codes.tiles();
    const std::size_t encoders = pieces_for(16 * rows * layout.depth(), tiles);
    exec.parallel_for(encoders, [&](std::size_t piece) {
      for (std::size_t t = tiles * piece / encoders; t < tiles * (piece + 1) / encoders; ++t)
        codes.quantize(part, t, kernels);
    });
    const std::size_t threads =
        pieces_for(rows * layout.outputs * layout.depth(), rows * w.outputs());
    const std::size_t column_pieces = std::min(threads, layout.panels());
    const std::size_t row_pieces = std::clamp<std::size_t>(threads / column_pieces, 1, tiles);
    exec.parallel_for(row_pieces * column_pieces, [&](std::size_t piece) {
      const std::size_t r = piece / column_pieces, c = piece % column_pieces;
      rooms::multiply_block<Arch>(codes, w, bias, out,
          {tiles * r / row_pieces, tiles * (r + 1) / row_pieces},
          {layout.panels() * c / column_pieces, layout.panels() * (c + 1) / column_pieces},
          kernels);
    });
  }
}

} // namespace tailgate
