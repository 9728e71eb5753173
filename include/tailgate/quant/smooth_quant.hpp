// SmoothQuant: moves the outliers of activations into the weights, so that both fit 8 bits.
//
//   Q = round(W diag(s)),  y = Q round(x / s),   s_k = max|x_k|^a / max_n |W[n, k]|^(1 - a)
//
// The tier quantizes the weights; activations are meant to be quantized on the fly, one scale a
// token (W8A8). The maximum of W is over all layers that read the input. a = 0.5 shares the burden
// evenly; models with strong outliers take 0.75 and more. An input that was never active or has no
// weight keeps s = 1. s is stored as fp16.
// Reference: G. Xiao et al., SmoothQuant, arXiv 2211.10438, section 4, equation 4.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/input_scales.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace tailgate {

/// The s of the layers that read one input. `strength` is a, 0 to 1.
/// Throws argument_error E117 for a strength out of range, E104, E108 and shape_error E109, E116.
[[nodiscard]] inline std::vector<float> smooth_input_scales(
    std::span<const matrix_view<const float>> layers, const layer_activations& activations,
    double strength = 0.5, std::string_view place = "smooth_quant") {
  if (!(strength >= 0 && strength <= 1))
    throw argument_error(117, place,
        "a migration strength of " + std::to_string(strength) + "; it must be from 0 to 1");
  const std::size_t inputs = layers.empty() ? 0 : layers.front().cols();
  const layer_activations& seen = require_activations(&activations, inputs, place);
  std::vector<float> largest(inputs), s(inputs, 1.0f);
  for (const auto& w : layers) {
    detail::require_same_inputs(w, inputs, place);
    detail::require_finite(w, place);
    for (std::size_t n = 0; n < w.rows(); ++n)
      for (std::size_t k = 0; k < inputs; ++k)
        largest[k] = std::max(largest[k], std::fabs(w(n, k)));
  }
  for (std::size_t k = 0; k < inputs; ++k)
    if (largest[k] > 0 && seen.largest_magnitude[k] > 0)
      s[k] = detail::stored_input_scale(std::pow(seen.largest_magnitude[k], strength) /
                                        std::pow(double{largest[k]}, 1 - strength));
  return s;
}

/// "smoothquant-int8"; a strength other than 50 % is named: "smoothquant-int8-a75".
struct smooth_quant_tier {
  quant_scheme scheme{8, 0, true};
  unsigned strength_percent = 50;

  [[nodiscard]] std::string name() const {
    return "smoothquant-" + scheme.name() +
           (strength_percent == 50 ? "" : "-a" + std::to_string(strength_percent));
  }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return true; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    const matrix_view<const float> w = layer.weights;
    const std::vector<float> s = smooth_input_scales(layers_sharing_input(layer),
        require_activations(layer.activations, w.cols(), layer.name), strength_percent / 100.0,
        layer.name);
    std::vector<float> scaled(w.rows() * w.cols());
    for (std::size_t n = 0; n < w.rows(); ++n)
      detail::scale_inputs(w.row(n), s, std::span(scaled).subspan(n * w.cols(), w.cols()));
    return {round_to_nearest(
                {scaled.data(), w.rows(), w.cols()}, scheme, exec, clip_search::none, layer.name),
        s};
  }
};

} // namespace tailgate
