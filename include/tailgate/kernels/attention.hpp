// Causal attention of one head over cached keys and values, in blocks with an online softmax.
//
//   for each query row:  m = -inf, l = 0, O = 0
//     for each block of 128 keys:  S = q K^T;  m' = max(m, max S);  P = exp(S - m')
//                                  l = l exp(m - m') + sum P;  O = O exp(m - m') + P V
//   out = O / l
//
// Blocks begin at absolute multiples of 128 positions and keys lie in panels of 16 positions, so a
// row's result does not depend on the other rows, on how a prompt is cut into batches, or on how
// much of it is a shared prefix. Reference: T. Dao et al., FlashAttention, arXiv 2205.14135;
// M. Milakov and N. Gimelshein, Online normalizer calculation for softmax, arXiv 1805.02867.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/exponential.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <vector>

namespace tailgate {

/// Consecutive positions of one head's cache.
///
///   keys:   panels of 16 positions, each [dimension][16]      (packed like a weight, N = position)
///   values: [position][padded dimension], padded to a multiple of 16
///
/// `length` is a multiple of 16 for every segment but the last.
struct attention_segment {
  const float* keys;
  const float* values;
  std::size_t length;
};

/// Memory that a call needs; one per thread, reused.
struct attention_scratch {
  std::vector<float> scores;
  std::vector<float> output;
};

inline constexpr std::size_t attention_query_tile = 48;
inline constexpr std::size_t attention_key_block = 128;

/// Attends `queries` (M x dimension, already scaled by 1/sqrt(dimension)), at positions
/// first_position ... first_position + M - 1, to all cached positions up to their own. The segments
/// hold at least first_position + M positions together. M is at most attention_query_tile.
/// Writes M x dimension to `out`. noexcept work behind the decoder's own checks; the scratch grows
/// to M x (128 + padded dimension) floats.
inline void attend(matrix_view<const float> queries, std::size_t first_position,
    std::span<const attention_segment> segments, matrix_view<float> out, attention_scratch& scratch,
    isa level = selected_isa()) {
  const std::size_t rows = queries.rows(), dimension = queries.cols();
  const std::size_t padded = (dimension + panel_width - 1) / panel_width * panel_width;
  constexpr std::size_t block = attention_key_block;
  const auto multiply = matmul_f32_rooms::block_function_for(level);
  const auto operations = exponential_operations_for(level);
  scratch.scores.resize(rows * block);
  scratch.output.assign(rows * padded, 0.0f);
  std::array<float, attention_query_tile> maximum;
  std::array<lane_sums, attention_query_tile> sums{};
  maximum.fill(-std::numeric_limits<float>::infinity());

  const std::size_t visible = first_position + rows;
  std::size_t segment = 0, segment_begin = 0;
  for (std::size_t begin = 0; begin < visible; begin += block) {
    const std::size_t length = std::min(block, visible - begin);
    // A block may span segments; both products then run part after part, in position order.
    const auto for_each_part = [&](auto&& part) {
      std::size_t s = segment, s_begin = segment_begin, position = begin;
      while (position < begin + length) {
        while (position - s_begin >= segments[s].length)
          s_begin += segments[s++].length;
        const std::size_t offset = position - s_begin;
        const std::size_t n = std::min(begin + length - position, segments[s].length - offset);
        part(segments[s], offset, position - begin, n);
        position += n;
      }
      segment = s;
      segment_begin = s_begin;
    };
    const std::size_t kept_segment = segment, kept_begin = segment_begin;
    for_each_part(
        [&](const attention_segment& from, std::size_t offset, std::size_t at, std::size_t n) {
          multiply({queries.data(), queries.stride(), rows,
              from.keys + offset / panel_width * panel_width * dimension, panel_width * dimension,
              panel_width, dimension, n, scratch.scores.data() + at, block, false});
        });
    for (std::size_t r = 0; r < rows; ++r) {
      float* score = scratch.scores.data() + r * block;
      const std::size_t position = first_position + r;
      const std::size_t seen = position < begin ? 0 : std::min(length, position - begin + 1);
      std::fill(score + seen, score + length, -std::numeric_limits<float>::infinity());
      if (seen == 0) {
        std::fill_n(score, length, 0.0f); // probabilities, not scores: nothing is added
        continue;
      }
      const float top = std::max(maximum[r], row_maximum(score, length));
      if (top != maximum[r]) {
        float correction = 0.0f;
        lane_sums unused{};
        operations.exp_shifted(&maximum[r], 1, top, &correction, unused.data());
        for (float& lane : sums[r])
          lane *= correction;
        for (std::size_t d = 0; d < padded; ++d)
          scratch.output[r * padded + d] *= correction;
        maximum[r] = top;
      }
      operations.exp_shifted(score, length, top, score, sums[r].data());
    }
    segment = kept_segment;
    segment_begin = kept_begin;
    for_each_part(
        [&](const attention_segment& from, std::size_t offset, std::size_t at, std::size_t n) {
          multiply({scratch.scores.data() + at, block, rows, from.values + offset * padded,
              panel_width, padded, n, padded, scratch.output.data(), padded, true});
        });
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const float scale = 1.0f / lane_sum(sums[r]);
    for (std::size_t d = 0; d < dimension; ++d)
      out(r, d) = scratch.output[r * padded + d] * scale;
  }
}

} // namespace tailgate
