// The one job of every integer kernel: a tile of rows of X times a panel of 32 outputs, over a
// range of groups.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tailgate::matmul_quantized_rooms {

/// For each row r < R of the tile and each output n < 32, group after group:
///
///   S = sums[r] * (zero point of n, or 1) + sum over k of  code_x[r, k] * code_w[n, k]    an int32
///   y = fma(float(S), scale_w[n] * scales[r], y)      with a scale a group, or
///   y = fma(float(S), scale_w[n], y)                  with a scale a row
///
/// and after the last group  y = fma(y, row_scales[r], bias[n]).  Partial sums of S may wrap
/// around, S itself does not. Vector rooms write full rows of 32; the caller deals with ragged
/// ends.
struct tile_job {
  const std::uint8_t* weights; ///< the first record of the range (packed_matrix/layout.hpp)
  std::size_t groups;          ///< records in the range, at least 1
  std::size_t eights;          ///< eights of inputs in a group
  std::size_t last_eights;     ///< those in the last group of the range
  bool zero_points;            ///< the records have zero points
  const std::int8_t* codes;    ///< [quad of inputs][R][4] from the first group on
  const std::int32_t* sums;    ///< [group][R]: minus the sum of the row's codes, times the constant
                               ///< zero point where there is one
  const float* scales;         ///< [group][R], or null: one scale a row
  const float* row_scales;     ///< [R] when the range ends with the last group, else null
  const float* bias;           ///< [32]
  const float* before;         ///< [R][32]: y after the groups before the range; null: 0
  float* y;                    ///< R rows of 32; may be `before`
  std::size_t y_stride;
  const std::uint8_t* fetch; ///< what to ask memory for, from here on,
  std::size_t fetch_step;    ///< so many bytes further for each 64 of the records
};

using tile_function = void (*)(const tile_job&) noexcept;

/// What one instruction set brings.
struct room {
  static constexpr std::size_t most_rows = 6;

  std::size_t tile_rows; ///< the rows of a full tile, at most most_rows
  /// The bits of the largest magnitude among n floats: those of an infinity or above when one of
  /// them is not finite.
  std::uint32_t (*largest_magnitude)(const float* x, std::size_t n) noexcept;
  /// Writes round(x[k] * inverse), ties to even, as quads `quad_stride` bytes apart, the last one
  /// filled up with 0 to an even number of quads, and returns the sum of the codes.
  std::int32_t (*encode)(const float* x, std::size_t n, float inverse, std::int8_t* quads,
      std::size_t quad_stride) noexcept;
  std::array<tile_function, most_rows> nibble_tiles; ///< of 1 ... tile_rows rows
  std::array<tile_function, most_rows> byte_tiles;
};

} // namespace tailgate::matmul_quantized_rooms
