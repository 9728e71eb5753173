// AWQ, activation-aware weight quantization: scales up the inputs that matter before rounding.
//
//   Q = round(W diag(s)),  y = Q (x / s),   s_k = (mean |x_k|)^a / sqrt(max s * min s)
//   a: the one of 0, 0.05 ... 0.95 with the least mean squared error of the outputs
//
// A larger s_k moves the rounding errors of input k to inputs that are less active. Then each group
// is clipped: of p = 1, 0.95 ... 0.55 the range with the least error of the group's share of the
// output. a = 0 is round to nearest, so on the calibration inputs the scales never do harm.
//
// Layers that read one input get one s (layer_to_quantize::sharing_input), which deployed models
// fold into the operation before. Query and key projections are not clipped, since their product
// would magnify the change. All errors are taken from the second moment of the inputs, that is over
// all calibration tokens. s is stored as fp16.
// Reference: J. Lin et al., AWQ, arXiv 2306.00978, section 3.2 and its reference implementation.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/detail/input_scales.hpp>
#include <tailgate/quant/detail/output_error.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/tier.hpp>
#include <tailgate/quant/uniform_grid.hpp>
#include <vector>

namespace tailgate {

struct awq_options {
  quant_scheme scheme{4, 128, false}; ///< not one scale for the whole matrix
  bool scale = true;                  ///< search for s; otherwise s = 1
  bool clip = true;                   ///< search for the range of each group
};

namespace detail {

/// The scales of a given exponent, normalised and rounded to fp16.
[[nodiscard]] inline std::vector<float> awq_scales(
    std::span<const double> mean_magnitude, double exponent) {
  std::vector<double> s(mean_magnitude.size());
  for (std::size_t k = 0; k < s.size(); ++k)
    s[k] = std::max(std::pow(mean_magnitude[k], exponent), 1e-4);
  if (s.empty())
    return {};
  const auto [least, most] = std::minmax_element(s.begin(), s.end());
  const double middle = std::sqrt(*least * *most);
  std::vector<float> stored(s.size());
  for (std::size_t k = 0; k < s.size(); ++k)
    stored[k] = stored_input_scale(s[k] / middle);
  return stored;
}

/// The mean squared error of the outputs when W diag(s) is rounded to nearest.
[[nodiscard]] inline double scaled_rounding_error(matrix_view<const float> w,
    std::span<const float> s, const quant_scheme& scheme, const output_error& error,
    executor_ref exec, std::string_view place) {
  constexpr std::size_t batch = output_error::rows;
  const std::size_t pieces = (w.rows() + batch - 1) / batch;
  std::vector<double> sums(pieces);
  exec.parallel_for(pieces, [&](std::size_t piece) {
    std::vector<float> change = error.no_change(), scaled(w.cols());
    const std::size_t first = piece * batch, rows = std::min(batch, w.rows() - first);
    for (std::size_t r = 0; r < rows; ++r) {
      scale_inputs(w.row(first + r), s, scaled);
      for (std::size_t g = 0; g < scheme.groups(w.cols()); ++g) {
        const std::size_t from = scheme.group_first(g), to = scheme.group_last(g, w.cols());
        const uniform_grid grid =
            make_grid(scheme, std::span(scaled).subspan(from, to - from), clip_search::none, place);
        for (std::size_t k = from; k < to; ++k)
          change[r * error.padded() + k] = (grid.nearest(scaled[k]) - scaled[k]) / s[k];
      }
    }
    const auto of_rows = error.of(change, 0, w.cols());
    sums[piece] = std::accumulate(of_rows.begin(), of_rows.end(), 0.0);
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// The grid of inputs [from, to) of a scaled row whose clipping costs the outputs least.
[[nodiscard]] inline uniform_grid awq_clipped_grid(const quant_scheme& scheme,
    std::span<const float> scaled, std::span<const float> s, std::size_t from, std::size_t to,
    const output_error& error, std::vector<float>& change, std::string_view place) {
  constexpr std::size_t candidates = 10, batch = output_error::rows;
  const weight_range range = weight_range::of(scaled.subspan(from, to - from));
  uniform_grid best;
  double least = -1;
  for (std::size_t first = 0; first < candidates; first += batch) {
    std::array<uniform_grid, batch> grids;
    const std::size_t count = std::min(batch, candidates - first);
    for (std::size_t c = 0; c < count; ++c) {
      const float part = 1.0f - static_cast<float>(first + c) / 20;
      grids[c] = uniform_grid(scheme, range, part, place);
      for (std::size_t k = from; k < to; ++k)
        change[c * error.padded() + k] = (grids[c].nearest(scaled[k]) - scaled[k]) / s[k];
    }
    const auto errors = error.of(change, from, to);
    for (std::size_t c = 0; c < count; ++c)
      if (least < 0 || errors[c] < least) {
        least = std::max(errors[c], 0.0);
        best = grids[c];
      }
  }
  return best;
}

/// Whether a layer's outputs are multiplied with another quantized layer's: queries and keys.
[[nodiscard]] inline bool feeds_attention_scores(std::string_view layer) noexcept {
  const std::string_view module = layer.substr(layer.rfind('.') + 1);
  return module == "q_proj" || module == "k_proj";
}

} // namespace detail

/// The s of the layers that read one input, all N_i x K. Throws E104, E105, E108, E109.
/// Cost: 20 x sum of N_i x K^2 multiplications. Deterministic for any executor.
[[nodiscard]] inline std::vector<float> awq_input_scales(
    std::span<const matrix_view<const float>> layers, const layer_activations& activations,
    const quant_scheme& scheme, executor_ref exec = {}, std::string_view place = "awq") {
  const std::size_t inputs = layers.empty() ? 0 : layers.front().cols();
  const layer_activations& seen = require_activations(&activations, inputs, place);
  for (const auto& w : layers) {
    detail::require_same_inputs(w, inputs, place);
    detail::require_finite(w, place);
  }
  const detail::output_error error(seen.second_moment);
  std::vector<float> best;
  double least = 0;
  for (int step = 0; step < 20; ++step) {
    std::vector<float> s = detail::awq_scales(seen.mean_magnitude, step / 20.0);
    double sum = 0;
    for (const auto& w : layers)
      sum += detail::scaled_rounding_error(w, s, scheme, error, exec, place);
    if (best.empty() || sum < least) {
      least = sum;
      best = std::move(s);
    }
  }
  return best;
}

/// Quantizes W diag(s), each group with the clipping that costs the outputs least, or none.
/// Throws as awq_input_scales. Cost: 10 N K G multiplications for groups of G inputs.
[[nodiscard]] inline quantized_matrix awq_round(matrix_view<const float> w,
    std::span<const float> s, const layer_activations& activations, const quant_scheme& scheme,
    bool clip, executor_ref exec = {}, std::string_view place = "awq") {
  const layer_activations& seen = require_activations(&activations, w.cols(), place);
  detail::require_finite(w, place);
  quantized_matrix out(w.rows(), w.cols(), scheme);
  const detail::output_error error(seen.second_moment);
  constexpr std::size_t stretch = 16; // rows a piece
  exec.parallel_for((w.rows() + stretch - 1) / stretch, [&](std::size_t piece) {
    std::vector<float> change = error.no_change(), scaled(w.cols());
    const std::size_t last = std::min(w.rows(), (piece + 1) * stretch);
    for (std::size_t n = piece * stretch; n < last; ++n) {
      detail::scale_inputs(w.row(n), s, scaled);
      for (std::size_t g = 0; g < out.groups(); ++g) {
        const std::size_t from = scheme.group_first(g), to = scheme.group_last(g, w.cols());
        const uniform_grid grid =
            clip ? detail::awq_clipped_grid(scheme, scaled, s, from, to, error, change, place)
                 : make_grid(scheme, std::span(scaled).subspan(from, to - from), clip_search::none,
                       place);
        out.set_group(n, g, grid.scale_bits(), grid.zero_point());
        for (std::size_t k = from; k < to; ++k)
          out.set_code(n, k, grid.code(scaled[k]));
      }
    }
  });
  return out;
}

/// "awq-int4-g128"; "-noscale" or "-noclip" where a part is left out.
struct awq_tier {
  awq_options options;

  [[nodiscard]] std::string name() const {
    return "awq-" + options.scheme.name() + (options.scale ? "" : "-noscale") +
           (options.clip ? "" : "-noclip");
  }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return true; }

  /// Throws as awq_input_scales, and argument_error E115 for one scale for the whole matrix.
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    if (options.scheme.tensor)
      throw argument_error(115, layer.name,
          options.scheme.name() + " has one scale for the matrix; AWQ clips by group or by row");
    const std::size_t inputs = layer.weights.cols();
    const layer_activations& seen = require_activations(layer.activations, inputs, layer.name);
    const std::vector<float> s = options.scale ? awq_input_scales(layers_sharing_input(layer), seen,
                                                     options.scheme, exec, layer.name)
                                               : std::vector<float>(inputs, 1.0f);
    const bool clip = options.clip && !detail::feeds_attention_scores(layer.name);
    return {awq_round(layer.weights, s, seen, options.scheme, clip, exec, layer.name), s};
  }
};

} // namespace tailgate
