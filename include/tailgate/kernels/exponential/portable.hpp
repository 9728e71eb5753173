// Exponentials of a row on xsimd, and in the one-lane order of the reference.
#pragma once

#include <cmath>
#include <cstddef>
#include <tailgate/kernels/exponential/constants.hpp>
#include <tailgate/kernels/simd.hpp>

namespace tailgate::exponential_rooms {

inline void exp_shifted_reference(
    const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    const float d = x[i] - shift;
    const float e = d < lowest ? 0.0f : std::exp(d);
    out[i] = e;
    lanes[i % lane_count] += e;
  }
}

inline void silu_gate_reference(
    const float* gate, const float* up, std::size_t n, float* out) noexcept {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
}

template <class Arch>
void exp_shifted_portable(
    const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept {
  using batch = simd::batch<float, Arch>;
  constexpr std::size_t width = batch::size;
  constexpr std::size_t parts = lane_count / width;
  std::size_t i = 0;
  for (; i + lane_count <= n; i += lane_count)
    for (std::size_t p = 0; p < parts; ++p) {
      const batch d = batch::load_unaligned(x + i + p * width) - batch(shift);
      // exp(-87.33) is the smallest normal number and stands for all below it until zeroed.
      exp(max(d, batch(lowest))).store_unaligned(out + i + p * width);
    }
  for (std::size_t j = 0; j < i; ++j) {
    if (x[j] - shift < lowest)
      out[j] = 0.0f;
    lanes[j % lane_count] += out[j];
  }
  exp_shifted_reference(x + i, n - i, shift, out + i, lanes);
}

template <class Arch>
void silu_gate_portable(const float* gate, const float* up, std::size_t n, float* out) noexcept {
  using batch = simd::batch<float, Arch>;
  constexpr std::size_t width = batch::size;
  std::size_t i = 0;
  for (; i + width <= n; i += width) {
    const batch g = batch::load_unaligned(gate + i);
    const batch u = batch::load_unaligned(up + i);
    (g / (batch(1.0f) + exp(batch(0.0f) - g)) * u).store_unaligned(out + i);
  }
  silu_gate_reference(gate + i, up + i, n - i, out + i);
}

} // namespace tailgate::exponential_rooms
