#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>

namespace tailgate::detail {

/// The fp16 that an input scale is stored as: positive and neither subnormal nor infinite.
[[nodiscard]] inline float stored_input_scale(double s) noexcept {
  return fp16_to_float(float_to_fp16(static_cast<float>(std::clamp(s, 0x1p-14, 65504.0))));
}

/// out[k] = row[k] s[k].
inline void scale_inputs(
    std::span<const float> row, std::span<const float> s, std::span<float> out) noexcept {
  for (std::size_t k = 0; k < row.size(); ++k)
    out[k] = row[k] * s[k];
}

/// Throws shape_error E116 for a layer that cannot read the same input.
inline void require_same_inputs(
    matrix_view<const float> w, std::size_t inputs, std::string_view place) {
  if (w.cols() != inputs)
    throw shape_error(116, place,
        "a layer of " + std::to_string(w.cols()) + " inputs is said to share the input of one of " +
            std::to_string(inputs) + "; list layers that read one input");
}

} // namespace tailgate::detail
