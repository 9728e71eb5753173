// NF4 with double quantization, the weight format of QLoRA.
//
//   w ~ scale[i / 64] * level[code[i]]                 i: the weight's place in the row-major
//   matrix scale[b] ~ mean + range[b / 256] * level8[byte[b]]
//
// The 16 levels are quantiles of the normal distribution, scaled to [-1, 1], with an exact zero. A
// block of 64 weights is scaled by its largest magnitude. The scales themselves, less their mean,
// are stored as 8-bit floats in blocks of 256: 4 + 8 / 64 + 32 / (64 * 256) = 4.127 bits a weight.
//
// Blocks run across rows, as in the reference implementation; the last may be shorter. The 8-bit
// type is the dynamic exponent type of arXiv 2110.02861, section 1.3, which the implementation
// uses. Reference: T. Dettmers et al., QLoRA, arXiv 2305.14314, section 3 and appendix E.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace tailgate {

/// The levels as published.
inline constexpr std::array<float, 16> nf4_levels{-1.0f, -0.6961928009986877f, -0.5250730514526367f,
    -0.39491748809814453f, -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f,
    0.0f, 0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f,
    0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1.0f};

/// The signed dynamic 8-bit type, ascending: for each decade 10^-6 ... 10^0 the midpoints of 1, 2,
/// 4 ... 64 equal parts of [0.1, 1] times the decade, their negatives, 0 and 1.
[[nodiscard]] inline std::array<float, 256> dynamic_exponent_levels() {
  std::array<float, 256> levels{};
  std::size_t at = 0;
  double decade = 1e-6;
  for (std::size_t parts = 1; parts <= 64; parts *= 2, decade *= 10)
    for (std::size_t i = 0; i < parts; ++i) {
      const double middle = 0.1 + 0.9 * (static_cast<double>(i) + 0.5) / static_cast<double>(parts);
      levels[at++] = static_cast<float>(decade * middle);
      levels[at++] = static_cast<float>(-decade * middle);
    }
  levels[at] = 0;
  levels[at + 1] = 1;
  std::sort(levels.begin(), levels.end());
  return levels;
}

/// The place of the level nearest to x among ascending levels; of two equally near, the lower.
[[nodiscard]] inline std::size_t nearest_level(std::span<const float> levels, float x) noexcept {
  const auto above = std::lower_bound(levels.begin(), levels.end(), x);
  if (above == levels.begin())
    return 0;
  const auto place = static_cast<std::size_t>(above - levels.begin());
  return place == levels.size() || x - levels[place - 1] <= levels[place] - x ? place - 1 : place;
}

/// An N x K matrix in NF4.
class nf4_matrix {
public:
  static constexpr std::size_t block = 64, scale_block = 256;

  /// Quantizes `w`. Throws argument_error E104 for a weight that is not finite. Cost O(N K).
  explicit nf4_matrix(matrix_view<const float> w, std::string_view place = "nf4")
      : outputs_(w.rows()), inputs_(w.cols()), codes_(1, w.rows() * w.cols(), 4) {
    detail::require_finite(w, place);
    std::vector<float> values;
    values.reserve(outputs_ * inputs_);
    for (std::size_t n = 0; n < outputs_; ++n)
      values.insert(values.end(), w.row(n).begin(), w.row(n).end());
    std::vector<float> largest((values.size() + block - 1) / block);
    for (std::size_t i = 0; i < values.size(); ++i)
      largest[i / block] = std::max(largest[i / block], std::fabs(values[i]));
    // As published, codes are made with the exact scale and read with the stored one.
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float scale = largest[i / block];
      codes_.put(0, i,
          static_cast<unsigned>(nearest_level(nf4_levels, scale == 0 ? 0 : values[i] / scale)));
    }
    store_scales(largest);
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; }
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
  [[nodiscard]] unsigned code(std::size_t n, std::size_t k) const noexcept {
    return codes_.get(0, n * inputs_ + k);
  }
  /// The scale of the block that holds the weight at place i, as stored.
  [[nodiscard]] float scale(std::size_t i) const noexcept { return scales_[i / block]; }

  void dequantize_row(std::size_t n, std::span<float> out) const noexcept {
    for (std::size_t k = 0; k < inputs_; ++k)
      out[k] = scale(n * inputs_ + k) * nf4_levels[code(n, k)];
  }

  /// 4 bits, 8 a block, 32 for 256 blocks, and the mean.
  [[nodiscard]] double bits_per_weight() const noexcept {
    const auto count = static_cast<double>(outputs_ * inputs_);
    const auto blocks = static_cast<double>(scales_.size());
    const auto groups = std::ceil(blocks / static_cast<double>(scale_block));
    return count == 0 ? 0.0 : 4 + (8 * blocks + 32 * groups + 32) / count;
  }

private:
  /// Replaces the scales by what their 8-bit codes stand for.
  void store_scales(std::span<const float> exact) {
    const std::array<float, 256> levels = dynamic_exponent_levels();
    double sum = 0;
    for (const float s : exact)
      sum += double{s};
    const float mean =
        exact.empty() ? 0.0f : static_cast<float>(sum / static_cast<double>(exact.size()));
    scales_.resize(exact.size());
    for (std::size_t first = 0; first < exact.size(); first += scale_block) {
      const auto part = exact.subspan(first, std::min(scale_block, exact.size() - first));
      float range = 0;
      for (const float s : part)
        range = std::max(range, std::fabs(s - mean));
      for (std::size_t i = 0; i < part.size(); ++i) {
        const float level =
            range == 0 ? 0.0f : levels[nearest_level(levels, (part[i] - mean) / range)];
        scales_[first + i] = mean + range * level;
      }
    }
  }

  std::size_t outputs_, inputs_;
  packed_codes codes_;
  std::vector<float> scales_; // decoded; a byte each in storage
};

struct nf4_tier {
  [[nodiscard]] static std::string name() { return "nf4"; }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return false; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref) const {
    return nf4_matrix(layer.weights, layer.name);
  }
};

} // namespace tailgate
