// What calibration saw at the input of one linear layer, as the quantizers read it.
//
//   mean_magnitude[k]    = mean over tokens of |x_k|       AWQ's salience
//   largest_magnitude[k] = max over tokens of |x_k|        SmoothQuant, outlier columns
//   second_moment[j, k]  = mean over tokens of x_j x_k     half of GPTQ's Hessian; its quadratic
//                                                          form is a row's mean squared output
//                                                          error
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>

namespace tailgate {

/// Views of K, K and K x K values that the caller keeps alive. The second moment is symmetric.
struct layer_activations {
  std::size_t tokens = 0;
  std::span<const double> mean_magnitude;
  std::span<const double> largest_magnitude;
  matrix_view<const double> second_moment;
};

/// Fewer calibration tokens than this say next to nothing about a layer's inputs; the papers take
/// 128 sequences of 512 to 2048 tokens.
inline constexpr std::size_t least_calibration_tokens = 128;

/// The activations, once they are there and fit K `inputs`. `place` is the layer's name.
/// Throws argument_error E107 (null), E108 (fewer than least_calibration_tokens tokens) or
/// shape_error E109 (other shapes).
[[nodiscard]] inline const layer_activations& require_activations(
    const layer_activations* seen, std::size_t inputs, std::string_view place) {
  if (seen == nullptr)
    throw argument_error(107, place,
        "no activation statistics; run calibration prompts through the model and pass what was "
        "gathered for this layer");
  if (seen->tokens < least_calibration_tokens)
    throw argument_error(108, place,
        std::to_string(seen->tokens) + " calibration tokens; at least " +
            std::to_string(least_calibration_tokens) + " are needed, take a larger corpus");
  if (seen->mean_magnitude.size() != inputs || seen->largest_magnitude.size() != inputs ||
      seen->second_moment.rows() != inputs || seen->second_moment.cols() != inputs)
    throw shape_error(109, place,
        "activation statistics of " + std::to_string(seen->mean_magnitude.size()) +
            " inputs and a second moment of " + shape_text(seen->second_moment) +
            "; the layer has " + std::to_string(inputs) + " inputs, take its own statistics");
  return *seen;
}

} // namespace tailgate
