// One linear layer of the decoder, in the format that a tier gives it.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/quantized_layer.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <variant>
#include <vector>

namespace tailgate {

/// How activations enter a quantized layer.
enum class activation_format {
  fp32, ///< weight-only: weights are dequantized, so the tier's weights alone are judged
  int8  ///< quantized on the fly with a scale for each group of weights, as an integer engine does
};

/// The format of a tier's linear layers. Embedding, norms and head stay as stored.
struct layer_format {
  std::optional<quant_scheme> weights; ///< none: the stored weights, unquantized
  activation_format activations = activation_format::fp32;

  /// "fp32", or the scheme and, where not fp32, the activations: "int4-g128, int8 activations".
  [[nodiscard]] std::string name() const {
    if (!weights)
      return "fp32"; // unquantized weights take fp32 activations whatever is asked for
    return weights->name() + (activations == activation_format::int8 ? ", int8 activations" : "");
  }
};

/// y = x W^T + bias. Holds its weights packed for the kernel: 4 bytes a weight when activations are
/// fp32, a packed_matrix when they are int8.
class linear_layer {
public:
  linear_layer() = default;

  /// Packs `w` (outputs x inputs, fp32) in the given format. Throws what round_to_nearest throws.
  linear_layer(matrix_view<const float> w, std::vector<float> bias, const layer_format& format,
      executor_ref exec)
      : bias_(std::move(bias)) {
    if (!format.weights) {
      weights_ = packed_f32(w);
      return;
    }
    if (!w.empty())
      bits_ = format.weights->matrix_bits(w.rows(), w.cols()) /
              (static_cast<double>(w.rows()) * static_cast<double>(w.cols()));
    if (format.activations == activation_format::int8 && !format.weights->tensor) {
      weights_ = packed_matrix(
          w.rows(), w.cols(), *format.weights,
          [&](std::size_t first, std::size_t count) {
            return round_to_nearest(w.rows_from(first, count), *format.weights);
          },
          exec);
      return;
    }
    const quantized_matrix quantized = round_to_nearest(w, *format.weights, exec);
    if (format.activations == activation_format::int8) { // its one scale needs all rows at once
      weights_ = packed_matrix(quantized, exec);
      return;
    }
    std::vector<float> restored(w.rows() * w.cols());
    for (std::size_t n = 0; n < w.rows(); ++n)
      quantized.dequantize_row(n, std::span(restored).subspan(n * w.cols(), w.cols()));
    weights_ = packed_f32({restored.data(), w.rows(), w.cols()});
  }

  /// Packs a tier's weights, dequantized: activations are fp32 and see the weights' change alone.
  linear_layer(const quantized_layer& quantized, std::vector<float> bias)
      : bias_(std::move(bias)), bits_(quantized.bits_per_weight()) {
    std::vector<float> restored(quantized.outputs() * quantized.inputs());
    for (std::size_t n = 0; n < quantized.outputs(); ++n)
      quantized.dequantize_row(
          n, std::span(restored).subspan(n * quantized.inputs(), quantized.inputs()));
    weights_ = packed_f32({restored.data(), quantized.outputs(), quantized.inputs()});
  }

  /// x: M x inputs, y: M x outputs; the shapes are the decoder's duty.
  void apply(matrix_view<const float> x, matrix_view<float> y, executor_ref exec) const {
    if (const auto* integers = std::get_if<packed_matrix>(&weights_))
      matmul_quantized(x, *integers, bias_, y, activation_scaling::per_group, exec);
    else
      matmul_f32(x, std::get<packed_f32>(weights_), bias_, y, exec);
  }

  /// Bits a weight of the quantized format; nothing for unquantized weights.
  [[nodiscard]] std::optional<double> bits_per_weight() const noexcept { return bits_; }

private:
  std::variant<packed_f32, packed_matrix> weights_;
  std::vector<float> bias_;
  std::optional<double> bits_;
};

} // namespace tailgate
