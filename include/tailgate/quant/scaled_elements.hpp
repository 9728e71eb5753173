// A matrix of 8-bit floating-point elements with fp32 scales, one a row or one for the matrix.
//
//   scale = max|w| / largest,   code = nearest(w / scale),   w ~ scale * code
//
// This is how FP8 weights are deployed: the largest weight of a row lands on the largest number.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace tailgate {

/// An 8-bit number format.
template <class E>
concept element_format = requires(float value, std::uint8_t code) {
  { E::name } -> std::convertible_to<std::string_view>;
  { E::largest } -> std::convertible_to<float>;
  { E::encode(value) } -> std::same_as<std::uint8_t>;
  { E::decode(code) } -> std::same_as<float>;
};

enum class scale_granularity { row, tensor };

template <element_format E>
class scaled_elements {
public:
  /// Quantizes `w`, N x K. Throws argument_error E104 for a weight that is not finite. A row of
  /// zeros has scale 0. Deterministic for any executor; cost O(N K).
  scaled_elements(matrix_view<const float> w, scale_granularity granularity, executor_ref exec = {},
      std::string_view place = E::name)
      : outputs_(w.rows()), inputs_(w.cols()), codes_(w.rows() * w.cols()),
        scales_(granularity == scale_granularity::row ? w.rows() : 1) {
    detail::require_finite(w, place);
    constexpr std::size_t stretch = 32; // rows a piece
    if (granularity == scale_granularity::tensor)
      for (std::size_t n = 0; n < outputs_; ++n)
        scales_[0] = std::max(scales_[0], scale_of(w.row(n)));
    exec.parallel_for((outputs_ + stretch - 1) / stretch, [&](std::size_t piece) {
      const std::size_t last = std::min(outputs_, (piece + 1) * stretch);
      for (std::size_t n = piece * stretch; n < last; ++n) {
        if (granularity == scale_granularity::row)
          scales_[n] = scale_of(w.row(n));
        for (std::size_t k = 0; scale(n) != 0 && k < inputs_; ++k)
          codes_[n * inputs_ + k] = E::encode(w(n, k) / scale(n));
      }
    });
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; }
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
  [[nodiscard]] float scale(std::size_t n) const noexcept {
    return scales_[scales_.size() == 1 ? 0 : n];
  }
  [[nodiscard]] std::uint8_t code(std::size_t n, std::size_t k) const noexcept {
    return codes_[n * inputs_ + k];
  }
  void dequantize_row(std::size_t n, std::span<float> out) const noexcept {
    for (std::size_t k = 0; k < inputs_; ++k)
      out[k] = scale(n) * E::decode(code(n, k));
  }
  [[nodiscard]] double bits_per_weight() const noexcept {
    return codes_.empty() ? 0.0
                          : 8.0 + 32.0 * static_cast<double>(scales_.size()) /
                                      static_cast<double>(codes_.size());
  }

private:
  [[nodiscard]] static float scale_of(std::span<const float> row) noexcept {
    float largest = 0;
    for (const float w : row)
      largest = std::max(largest, std::fabs(w));
    // A subnormal scale would lose the bits that the quotient needs.
    return largest == 0 ? 0.0f : std::max(largest / E::largest, std::numeric_limits<float>::min());
  }

  std::size_t outputs_, inputs_;
  std::vector<std::uint8_t> codes_;
  std::vector<float> scales_;
};

/// "fp8-e4m3" with a scale a row, "fp8-e4m3-tensor" with one for the matrix.
template <element_format E>
struct element_tier {
  scale_granularity granularity = scale_granularity::row;

  [[nodiscard]] std::string name() const {
    return std::string(E::name) + (granularity == scale_granularity::tensor ? "-tensor" : "");
  }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return false; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    return scaled_elements<E>(layer.weights, granularity, exec, layer.name);
  }
};

} // namespace tailgate
