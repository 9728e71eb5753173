// What a tier is: a named way to make a quantized layer of a layer. Everything that quantizes whole
// models works on this concept, so that a new format or method is one file with one such type.
//
//   struct my_tier {
//     std::string name() const;                  // "awq-int4-g128": names the tier in reports
//     static bool needs_calibration();           // whether layer.activations are read
//     quantized_layer quantize(const layer_to_quantize&, executor_ref) const;
//   };
//
// Bits per weight depend on a layer's shape, so the result tells them: bits_per_weight().
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/layer_activations.hpp>
#include <tailgate/quant/quantized_layer.hpp>
#include <utility>

namespace tailgate {

/// One linear layer, as views that the caller keeps alive.
struct layer_to_quantize {
  std::string name;                 ///< "model.layers.0.mlp.up_proj"; errors begin with it
  matrix_view<const float> weights; ///< N x K, one row an output
  /// What calibration saw at the layer's input; null without calibration.
  const layer_activations* activations = nullptr;
  /// The weights of all layers that read the same input, this one's among them; empty: this one
  /// alone. AWQ and SmoothQuant give them one scale an input, since deployed models fold it into
  /// the operation before.
  std::span<const matrix_view<const float>> sharing_input = {};
};

/// The layers that read the layer's input, itself at least. A view into `layer`.
[[nodiscard]] inline std::span<const matrix_view<const float>> layers_sharing_input(
    const layer_to_quantize& layer) noexcept {
  return layer.sharing_input.empty() ? std::span(&layer.weights, 1) : layer.sharing_input;
}

template <class T>
concept tier = std::copy_constructible<T> &&
    requires(const T& t, const layer_to_quantize& layer, executor_ref exec) {
  { t.name() } -> std::convertible_to<std::string>;
  { t.needs_calibration() } -> std::convertible_to<bool>;
  // Throws for weights, activations and options that the tier cannot take, naming the layer.
  // Deterministic for any executor.
  { t.quantize(layer, exec) } -> std::convertible_to<quantized_layer>;
};

/// Any tier by value, for lists of them.
class any_tier {
public:
  template <class T>
  requires(!std::same_as<T, any_tier> && tier<T>) // in this order: the concept would ask itself
      any_tier(T t)
      : name_(t.name()), needs_calibration_(t.needs_calibration()),
        quantize_([t = std::move(t)](const layer_to_quantize& layer,
                      executor_ref exec) -> quantized_layer { return t.quantize(layer, exec); }) {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool needs_calibration() const noexcept { return needs_calibration_; }
  [[nodiscard]] quantized_layer quantize(
      const layer_to_quantize& layer, executor_ref exec = {}) const {
    return quantize_(layer, exec);
  }

private:
  std::string name_;
  bool needs_calibration_;
  std::function<quantized_layer(const layer_to_quantize&, executor_ref)> quantize_;
};

} // namespace tailgate
