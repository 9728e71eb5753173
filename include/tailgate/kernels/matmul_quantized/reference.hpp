// The oracle of the integer product: the defined order of operations, one element at a time.
#pragma once

#include <cmath>
#include <cstdint>
#include <tailgate/kernels/quantize_rows.hpp>
#include <tailgate/quant/quantized_matrix.hpp>

namespace tailgate::matmul_quantized_rooms {

/// y[m, n] for integer activations: exact integer sums a group, then one fused multiply-add a
/// group.
[[nodiscard]] inline float element_reference(
    const quantized_rows& x, const quantized_matrix& w, std::size_t m, std::size_t n) noexcept {
  float y = 0;
  for (std::size_t g = 0; g < w.groups(); ++g) {
    const auto zero = static_cast<std::int64_t>(w.zero_point(n, g));
    std::int64_t sum = 0;
    const std::size_t last = w.scheme().group_last(g, w.inputs());
    for (std::size_t k = w.scheme().group_first(g); k < last; ++k)
      sum +=
          std::int64_t{x.codes[m * x.cols + k]} * (static_cast<std::int64_t>(w.code(n, k)) - zero);
    y = std::fma(static_cast<float>(sum), w.scale(n, g), y);
  }
  return y * x.scales[m];
}

} // namespace tailgate::matmul_quantized_rooms
