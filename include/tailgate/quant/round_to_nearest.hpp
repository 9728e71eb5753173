// Round to nearest: the baseline quantizer, which looks at nothing but the weights.
//
//   symmetric:   scale = max|w| / (2^(bits-1) - 1),            code = round(w / scale) + 2^(bits-1)
//   asymmetric:  scale = (max(w,0) - min(w,0)) / (2^bits - 1), zero = round(-min(w,0) / scale),
//                code = round(w / scale) + zero
//
// The scale is rounded to fp16 first, so that codes fit the scale that is stored; ties round to
// even; codes are clamped to the format. Zero is always representable. A group of zeros has scale
// 0. Reference: R. Krishnamoorthi, Quantizing deep convolutional networks, arXiv 1806.08342.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/quantized_matrix.hpp>

namespace tailgate {

/// The fp16 scale for a range: the nearest fp16, never 0 for a range that is not 0.
/// Throws argument_error E105 when the scale is beyond fp16's 65504.
[[nodiscard]] inline std::uint16_t fp16_scale(float range, unsigned steps) {
  const float exact = range / static_cast<float>(steps);
  constexpr std::uint16_t smallest = 1, infinity = 0x7c00;
  const std::uint16_t half = float_to_fp16(exact);
  if (half >= infinity)
    throw argument_error(105, "round_to_nearest",
        "a group spans " + std::to_string(range) +
            ", so its scale is beyond fp16's 65504; rescale "
            "the layer or use a float format");
  return exact > 0.0f && half == 0 ? smallest : half;
}

/// Quantizes one group of row n. The values are finite.
inline void round_group_to_nearest(
    std::span<const float> row, std::size_t n, std::size_t g, quantized_matrix& out) {
  const quant_scheme& scheme = out.scheme();
  const auto group =
      row.subspan(scheme.group_first(g), scheme.group_last(g, row.size()) - scheme.group_first(g));
  const auto [low, high] = std::minmax_element(group.begin(), group.end());
  const int half = 1 << (scheme.bits - 1);
  const int top = static_cast<int>(scheme.largest_code());
  std::uint16_t scale_bits = 0;
  int zero = half, floor = 0;
  if (scheme.symmetric) {
    scale_bits =
        fp16_scale(std::max(std::fabs(*low), std::fabs(*high)), static_cast<unsigned>(half - 1));
    floor = 1; // -2^(bits-1) would make the grid lopsided
  } else {
    const float bottom = std::min(*low, 0.0f);
    scale_bits = fp16_scale(std::max(*high, 0.0f) - bottom, scheme.largest_code());
    zero = 0;
    if (scale_bits != 0)
      zero = static_cast<int>(
          std::min(std::nearbyint(-bottom / fp16_to_float(scale_bits)), static_cast<float>(top)));
  }
  out.set_group(n, g, scale_bits, static_cast<unsigned>(zero));
  const float scale = fp16_to_float(scale_bits);
  const auto limit = static_cast<float>(2 * top);
  for (std::size_t i = 0; i < group.size(); ++i) {
    const float step = scale == 0.0f ? 0.0f : std::nearbyint(group[i] / scale);
    const int code = static_cast<int>(std::clamp(step, -limit, limit)) + zero;
    out.set_code(n, scheme.group_first(g) + i, static_cast<unsigned>(std::clamp(code, floor, top)));
  }
}

/// Quantizes `w` (N x K, one row an output) by rounding to nearest.
/// Throws argument_error E104 for a NaN or infinite weight (with its place), E105 for a scale
/// beyond fp16, and what check_scheme throws. Deterministic for any executor; cost O(N K).
[[nodiscard]] inline quantized_matrix round_to_nearest(
    matrix_view<const float> w, quant_scheme scheme, executor_ref exec = {}) {
  quantized_matrix out(w.rows(), w.cols(), scheme);
  constexpr std::size_t stretch = 32; // rows a piece; packed rows begin at bytes of their own
  // Zero points of neighbouring rows are in rows of packed bits too, so pieces never share a byte.
  exec.parallel_for((w.rows() + stretch - 1) / stretch, [&](std::size_t piece) {
    const std::size_t last = std::min(w.rows(), (piece + 1) * stretch);
    for (std::size_t n = piece * stretch; n < last; ++n) {
      const auto row = w.row(n);
      for (std::size_t k = 0; k < row.size(); ++k)
        if (!std::isfinite(row[k]))
          throw argument_error(104, "round_to_nearest",
              "weight [" + std::to_string(n) + ", " + std::to_string(k) + "] is " +
                  std::to_string(row[k]) + "; every weight must be finite");
      for (std::size_t g = 0; g < out.groups(); ++g)
        round_group_to_nearest(row, n, g, out);
    }
  });
  return out;
}

} // namespace tailgate
