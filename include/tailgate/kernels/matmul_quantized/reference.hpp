// The oracle of the integer product: the defined order of operations, one element at a time.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/kernels/matmul_quantized/activations.hpp>
#include <tailgate/kernels/packed_matrix.hpp>

namespace tailgate::matmul_quantized_rooms {

/// y[m, n] for one row of X: exact integer sums a group, then one fused multiply-add a group.
[[nodiscard]] inline float element_reference(std::span<const float> x, const packed_matrix& w,
    std::size_t n, activation_scaling scaling, float bias) noexcept {
  const packed_layout& layout = w.layout();
  const auto scale_of = [](std::span<const float> values) {
    std::uint32_t largest = 0;
    for (const float v : values)
      largest = std::max(largest, std::bit_cast<std::uint32_t>(std::fabs(v)));
    return scale_for(largest);
  };
  const bool rows = scaling == activation_scaling::per_row;
  const activation_scale row = rows ? scale_of(x) : activation_scale{1.0f, 0.0f};
  float y = 0.0f;
  for (std::size_t g = 0; g < layout.groups(); ++g) {
    const std::size_t begin = g * layout.group();
    const auto group = x.subspan(begin, std::min(layout.group(), x.size() - begin));
    const activation_scale scale = rows ? row : scale_of(group);
    const auto zero = static_cast<std::int64_t>(w.zero_point(n, g));
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < group.size() && scale.inverse != 0.0f; ++i)
      sum += static_cast<std::int64_t>(std::nearbyint(group[i] * scale.inverse)) *
             (static_cast<std::int64_t>(w.code(n, begin + i)) - zero);
    const float weight = w.scale(n, g);
    y = std::fma(static_cast<float>(sum), rows ? weight : weight * scale.scale, y);
  }
  return std::fma(y, row.scale, bias);
}

} // namespace tailgate::matmul_quantized_rooms
