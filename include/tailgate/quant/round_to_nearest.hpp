// Round to nearest: the baseline quantizer, which looks at nothing but the weights.
//
// Each group gets the grid of uniform_grid.hpp and each weight the nearest code of it.
// Reference: R. Krishnamoorthi, Quantizing deep convolutional networks, arXiv 1806.08342.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/detail/tensor_grid.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/tier.hpp>
#include <tailgate/quant/uniform_grid.hpp>

namespace tailgate {

/// Quantizes `w` (N x K, one row an output) by rounding to nearest. `place` is the layer's name for
/// messages.
/// Throws argument_error E104 for a NaN or infinite weight (with its place), E105 for a scale
/// beyond fp16, and what check_scheme throws. Deterministic for any executor; cost O(N K), eighty
/// times that with a search for the clipping.
[[nodiscard]] inline quantized_matrix round_to_nearest(matrix_view<const float> w,
    quant_scheme scheme, executor_ref exec = {}, clip_search clip = clip_search::none,
    std::string_view place = "round_to_nearest") {
  quantized_matrix out(w.rows(), w.cols(), scheme);
  detail::require_finite(w, place);
  uniform_grid shared;
  if (scheme.tensor && !w.empty()) {
    shared = detail::tensor_grid(w, scheme, clip, place);
    out.set_group(0, 0, shared.scale_bits(), shared.zero_point());
  }
  constexpr std::size_t stretch = 32; // rows a piece; packed rows begin at bytes of their own
  // Zero points of neighbouring rows are in rows of packed bits too, so pieces never share a byte.
  exec.parallel_for((w.rows() + stretch - 1) / stretch, [&](std::size_t piece) {
    const std::size_t last = std::min(w.rows(), (piece + 1) * stretch);
    for (std::size_t n = piece * stretch; n < last; ++n)
      for (std::size_t g = 0; g < out.groups(); ++g) {
        const std::size_t first = scheme.group_first(g);
        const auto group = w.row(n).subspan(first, scheme.group_last(g, w.cols()) - first);
        const uniform_grid grid = scheme.tensor ? shared : make_grid(scheme, group, clip, place);
        if (!scheme.tensor)
          out.set_group(n, g, grid.scale_bits(), grid.zero_point());
        for (std::size_t i = 0; i < group.size(); ++i)
          out.set_code(n, first + i, grid.code(group[i]));
      }
  });
  return out;
}

/// Round to nearest as a tier: "int4-g128", or "int4-g128-mse" with clipping for the least squared
/// error.
struct rounding_tier {
  quant_scheme scheme;
  clip_search clip = clip_search::none;

  [[nodiscard]] std::string name() const {
    return scheme.name() + (clip == clip_search::squared_error ? "-mse" : "");
  }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return false; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    return round_to_nearest(layer.weights, scheme, exec, clip, layer.name);
  }
};

} // namespace tailgate
