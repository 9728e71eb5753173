// Exponentials of a row on xsimd, and in the one-lane order of the reference.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
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

inline float maximum_reference(const float* x, std::size_t n) noexcept {
  float top = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < n; ++i)
    top = x[i] > top ? x[i] : top;
  return top;
}

inline void exp_sum_reference(const float* x, std::size_t n, float shift, double* lanes) noexcept {
  for (std::size_t i = 0; i < n; ++i)
    lanes[i % lane_count] += std::exp(double{x[i]} - double{shift});
}

inline void silu_gate_reference(
    const float* gate, const float* up, std::size_t n, float* out) noexcept {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
}

/// Sixteen elements at once, from and to full rows of sixteen.
template <class Arch>
void exp_shifted_block(const float* x, float shift, float* out, float* lanes) noexcept {
  using batch = simd::batch<float, Arch>;
  for (std::size_t i = 0; i < lane_count; i += batch::size) {
    const batch d = batch::load_unaligned(x + i) - batch(shift);
    // exp(-87.33) is the smallest normal number and stands for all below it until zeroed.
    exp(max(d, batch(lowest))).store_unaligned(out + i);
  }
  for (std::size_t i = 0; i < lane_count; ++i) {
    const float d = x[i] - shift;
    if (!(d >= lowest)) // NaN travels on
      out[i] = d < lowest ? 0.0f : d;
    lanes[i] += out[i];
  }
}

/// A tail is padded to a full block, so that an element's result does not depend on its place.
template <class Arch>
void exp_shifted_portable(
    const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept {
  std::size_t i = 0;
  for (; i + lane_count <= n; i += lane_count) {
    float block[lane_count];
    std::copy_n(x + i, lane_count, block); // `out` may be `x`
    exp_shifted_block<Arch>(block, shift, out + i, lanes);
  }
  if (i < n) {
    float block[lane_count], result[lane_count];
    std::fill_n(block, lane_count, -std::numeric_limits<float>::infinity());
    std::copy_n(x + i, n - i, block);
    exp_shifted_block<Arch>(block, shift, result, lanes);
    std::copy_n(result, n - i, out + i);
  }
}

template <class Arch>
float maximum_portable(const float* x, std::size_t n) noexcept {
  using batch = simd::batch<float, Arch>;
  float lanes[lane_count];
  std::fill_n(lanes, lane_count, -std::numeric_limits<float>::infinity());
  std::size_t i = 0;
  if constexpr (lane_count % (4 * batch::size) == 0) {
    batch top[4] = {batch(lanes[0]), batch(lanes[0]), batch(lanes[0]), batch(lanes[0])};
    for (; i + 4 * batch::size <= n; i += 4 * batch::size)
      for (std::size_t j = 0; j < 4; ++j) {
        const batch x_j = batch::load_unaligned(x + i + j * batch::size);
        top[j] = select(top[j] < x_j, x_j, top[j]); // a NaN is not larger
      }
    for (std::size_t j = 0; j < 4; ++j)
      top[j].store_unaligned(lanes + j * batch::size);
  }
  return std::max(maximum_reference(x + i, n - i), maximum_reference(lanes, lane_count));
}

template <class Arch>
void exp_sum_portable(const float* x, std::size_t n, float shift, double* lanes) noexcept {
  float block[stretch];
  for (std::size_t i = 0; i < n; i += stretch) {
    float sums[lane_count] = {};
    exp_shifted_portable<Arch>(x + i, std::min<std::size_t>(stretch, n - i), shift, block, sums);
    for (std::size_t j = 0; j < lane_count; ++j)
      lanes[j] += double{sums[j]};
  }
}

template <class Arch>
void silu_gate_block(const float* gate, const float* up, float* out) noexcept {
  using batch = simd::batch<float, Arch>;
  for (std::size_t i = 0; i < lane_count; i += batch::size) {
    const batch g = batch::load_unaligned(gate + i);
    const batch u = batch::load_unaligned(up + i);
    (g / (batch(1.0f) + exp(batch(0.0f) - g)) * u).store_unaligned(out + i);
  }
}

template <class Arch>
void silu_gate_portable(const float* gate, const float* up, std::size_t n, float* out) noexcept {
  std::size_t i = 0;
  for (; i + lane_count <= n; i += lane_count)
    silu_gate_block<Arch>(gate + i, up + i, out + i);
  if (i < n) {
    float g[lane_count] = {}, u[lane_count] = {}, result[lane_count];
    std::copy_n(gate + i, n - i, g);
    std::copy_n(up + i, n - i, u);
    silu_gate_block<Arch>(g, u, result);
    std::copy_n(result, n - i, out + i);
  }
}

} // namespace tailgate::exponential_rooms
