// The weights of one linear layer as a tier leaves them, whatever the format.
//
//   y = Q (x / s) + x[kept] W[kept]^T      s: input scales, kept: columns in higher precision
//
// Q is in the tier's format. AWQ and SmoothQuant quantize W diag(s) and divide the inputs by s;
// LLM.int8 takes the columns of outlier inputs out of Q. Both are empty for the other tiers.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <tailgate/core/half.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// N x K weights in some format, decoded row by row.
template <class W>
concept decodable_weights = requires(const W& w, std::size_t n, std::span<float> out) {
  { w.outputs() } -> std::convertible_to<std::size_t>;
  { w.inputs() } -> std::convertible_to<std::size_t>;
  { w.bits_per_weight() } -> std::convertible_to<double>; // all that is stored, scales counted
  w.dequantize_row(n, out);
};

/// Inputs whose weights are stored as fp16 beside the quantized ones.
struct kept_columns {
  std::vector<std::uint32_t> columns; ///< ascending
  std::vector<std::uint16_t> values;  ///< outputs x columns, fp16
};

class quantized_layer {
public:
  /// Takes the weights. `input_scales` is empty or holds K positive values.
  /// Throws shape_error E106 when scales or kept columns do not fit the weights.
  template <class W>
  requires(!std::same_as<W, quantized_layer> && decodable_weights<W>)
      quantized_layer(W weights, std::vector<float> input_scales = {}, kept_columns kept = {})
      : outputs_(weights.outputs()), inputs_(weights.inputs()),
        input_scales_(std::move(input_scales)), kept_(std::move(kept)) {
    check();
    const double extra_bits = 16.0 * static_cast<double>(input_scales_.size()) +
                              32.0 * static_cast<double>(kept_.columns.size()) +
                              16.0 * static_cast<double>(kept_.values.size());
    const double count = static_cast<double>(outputs_) * static_cast<double>(inputs_);
    bits_ = weights.bits_per_weight() + (count == 0 ? 0 : extra_bits / count);
    auto shared = std::make_shared<const W>(std::move(weights));
    if constexpr (std::same_as<W, quantized_matrix>)
      packed_ = shared;
    decode_ = [shared](std::size_t n, std::span<float> out) { shared->dequantize_row(n, out); };
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; } ///< N
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }   ///< K

  /// Bits a weight: codes, scales, zero points, input scales (fp16) and kept columns.
  [[nodiscard]] double bits_per_weight() const noexcept { return bits_; }

  /// Q, where it is in a uniform integer format that an integer kernel can run; null otherwise.
  [[nodiscard]] const quantized_matrix* packed() const noexcept { return packed_.get(); }
  [[nodiscard]] std::span<const float> input_scales() const noexcept { return input_scales_; }
  [[nodiscard]] const kept_columns& kept() const noexcept { return kept_; }

  /// Row n of the weights that this layer multiplies x with, input scales and kept columns
  /// included. Throws shape_error E103 unless n < outputs() and `out` has inputs() elements.
  void dequantize_row(std::size_t n, std::span<float> out) const {
    if (out.size() != inputs_ || n >= outputs_)
      throw shape_error(103, "dequantize_row",
          "row " + std::to_string(n) + " into " + std::to_string(out.size()) +
              " elements; the matrix is " + std::to_string(outputs_) + "x" +
              std::to_string(inputs_));
    decode_(n, out);
    for (std::size_t k = 0; k < input_scales_.size(); ++k)
      out[k] /= input_scales_[k];
    const std::size_t width = kept_.columns.size();
    for (std::size_t i = 0; i < width; ++i)
      out[kept_.columns[i]] = fp16_to_float(kept_.values[n * width + i]);
  }

private:
  void check() const {
    const bool scales_fit = input_scales_.empty() || input_scales_.size() == inputs_;
    const bool kept_fit = kept_.values.size() == kept_.columns.size() * outputs_ &&
                          (kept_.columns.empty() || kept_.columns.back() < inputs_);
    if (!scales_fit || !kept_fit)
      throw shape_error(106, "quantized_layer",
          "weights " + std::to_string(outputs_) + "x" + std::to_string(inputs_) + " with " +
              std::to_string(input_scales_.size()) + " input scales and " +
              std::to_string(kept_.values.size()) + " weights of " +
              std::to_string(kept_.columns.size()) +
              " kept columns; one scale an input, and each kept column needs all outputs");
  }

  std::size_t outputs_ = 0;
  std::size_t inputs_ = 0;
  double bits_ = 0;
  std::vector<float> input_scales_;
  kept_columns kept_;
  std::shared_ptr<const quantized_matrix> packed_;
  std::function<void(std::size_t, std::span<float>)> decode_;
};

} // namespace tailgate
