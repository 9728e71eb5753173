// Outlier columns in higher precision, the rest rounded to nearest, as LLM.int8() does.
//
//   kept = inputs with max|x_k| >= threshold over the calibration tokens
//   y = Q x[rest] + W[kept] x[kept]          W[kept] as fp16
//
// The published method finds the outlier inputs of each batch while it runs; here calibration fixes
// them, so that a layer's weights do not depend on the prompt. Traffic with other outliers than the
// calibration corpus is then exactly what a comparison should show.
// Reference: T. Dettmers et al., LLM.int8(), arXiv 2208.07339, section 3.2; threshold 6.0.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/tier.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// The columns of `w` whose input ever reached the threshold, as fp16. Throws argument_error E104,
/// E108, E118 (a kept weight beyond fp16) and shape_error E109.
[[nodiscard]] inline kept_columns find_outlier_columns(matrix_view<const float> w,
    const layer_activations& activations, double threshold,
    std::string_view place = "outlier_columns") {
  const layer_activations& seen = require_activations(&activations, w.cols(), place);
  detail::require_finite(w, place);
  kept_columns kept;
  for (std::size_t k = 0; k < w.cols(); ++k)
    if (seen.largest_magnitude[k] >= threshold)
      kept.columns.push_back(static_cast<std::uint32_t>(k));
  kept.values.reserve(w.rows() * kept.columns.size());
  for (std::size_t n = 0; n < w.rows(); ++n)
    for (const std::uint32_t k : kept.columns) {
      const std::uint16_t half = float_to_fp16(w(n, k));
      if (!std::isfinite(fp16_to_float(half)))
        throw argument_error(118, place,
            "weight [" + std::to_string(n) + ", " + std::to_string(k) + "] is " +
                std::to_string(w(n, k)) +
                ", beyond the fp16 that kept columns are stored as; use "
                "a tier without kept columns");
      kept.values.push_back(half);
    }
  return kept;
}

/// "int8-outliers": input columns that reach `threshold` stay fp16.
struct outlier_tier {
  quant_scheme scheme{8, 0, true};
  double threshold = 6.0;

  [[nodiscard]] std::string name() const { return scheme.name() + "-outliers"; }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return true; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    const matrix_view<const float> w = layer.weights;
    kept_columns kept = find_outlier_columns(
        w, require_activations(layer.activations, w.cols(), layer.name), threshold, layer.name);
    std::vector<float> rest;
    rest.reserve(w.rows() * w.cols());
    for (std::size_t n = 0; n < w.rows(); ++n) {
      rest.insert(rest.end(), w.row(n).begin(), w.row(n).end());
      for (const std::uint32_t k : kept.columns)
        rest[n * w.cols() + k] = 0; // no part in the row's range
    }
    return {round_to_nearest(
                {rest.data(), w.rows(), w.cols()}, scheme, exec, clip_search::none, layer.name),
        {}, std::move(kept)};
  }
};

} // namespace tailgate
