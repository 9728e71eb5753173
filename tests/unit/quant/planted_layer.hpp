// A layer whose inputs look like those of a language model: correlated, and a few inputs far larger
// than the others, as in arXiv 2208.07339.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <tailgate/calibration/activation_statistics.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

struct planted_layer {
  std::size_t outputs, inputs;
  std::vector<float> weights, calibration_tokens, held_out_tokens;
  tailgate::activation_means means;
  tailgate::layer_activations activations;

  planted_layer(std::size_t n, std::size_t k, std::size_t tokens = 512)
      : outputs(n), inputs(k), weights(n * k), calibration_tokens(tokens * k),
        held_out_tokens(256 * k) {
    tailgate::philox_stream stream(17);
    const auto uniform = [&] { return static_cast<float>(2 * stream.uniform() - 1); };
    for (float& w : weights)
      w = 0.05f * (uniform() + uniform());
    std::vector<float> mixing(k * factors);
    for (float& m : mixing)
      m = uniform();
    for (auto* x : {&calibration_tokens, &held_out_tokens})
      for (std::size_t t = 0; t < x->size() / k; ++t) {
        float factor[factors];
        for (float& f : factor)
          f = uniform();
        for (std::size_t i = 0; i < k; ++i) {
          float v = 0.5f * uniform();
          for (std::size_t f = 0; f < factors; ++f)
            v += mixing[i * factors + f] * factor[f];
          (*x)[t * k + i] = is_outlier(i) ? 20 * v : v;
        }
      }
    tailgate::activation_statistics statistics(k);
    statistics.add({calibration_tokens.data(), tokens, k});
    means = statistics.means();
    activations = means.view();
  }
  planted_layer(const planted_layer&) = delete;

  [[nodiscard]] static bool is_outlier(std::size_t input) { return input % 29 == 5; }
  [[nodiscard]] tailgate::matrix_view<const float> view() const {
    return {weights.data(), outputs, inputs};
  }
  [[nodiscard]] tailgate::layer_to_quantize layer() const {
    return {"model.layers.0.mlp.up_proj", view(), &activations, {}};
  }

  /// Makes an input one that was never active.
  void silence(std::size_t input) {
    for (std::size_t i = 0; i < inputs; ++i)
      means.second_moment[input * inputs + i] = means.second_moment[i * inputs + input] = 0;
    means.mean_magnitude[input] = means.largest_magnitude[input] = 0;
  }

  /// Mean squared change of the outputs, on tokens that calibration did not see or on its own.
  template <class W>
  [[nodiscard]] double output_error(const W& quantized, bool held_out = true) const {
    const auto& x = held_out ? held_out_tokens : calibration_tokens;
    const std::size_t tokens = x.size() / inputs;
    std::vector<float> row(inputs);
    double sum = 0;
    for (std::size_t n = 0; n < outputs; ++n) {
      quantized.dequantize_row(n, row);
      for (std::size_t t = 0; t < tokens; ++t) {
        double y = 0;
        for (std::size_t k = 0; k < inputs; ++k)
          y += double{x[t * inputs + k]} * (double{row[k]} - double{weights[n * inputs + k]});
        sum += y * y;
      }
    }
    return sum / static_cast<double>(tokens * outputs);
  }

private:
  static constexpr std::size_t factors = 6;
};
