// The integer product in plain loops that a compiler turns into vectors of the unit's own
// instruction set. A template on the architecture, so that units built with different flags keep
// different symbols.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tailgate/core/half.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>
#include <tailgate/kernels/packed_matrix/layout.hpp>

namespace tailgate::matmul_quantized_rooms {

template <class Arch>
std::uint32_t largest_magnitude_portable(const float* x, std::size_t n) noexcept {
  std::uint32_t largest = 0;
  for (std::size_t k = 0; k < n; ++k)
    largest = std::max(largest, std::bit_cast<std::uint32_t>(x[k]) & 0x7fffffffu);
  return largest;
}

template <class Arch>
std::int32_t encode_portable(const float* x, std::size_t n, float inverse, std::int8_t* quads,
    std::size_t quad_stride) noexcept {
  std::int32_t sum = 0;
  for (std::size_t k = 0; k < (n + 7) / 8 * 8; ++k) {
    const float code = k < n ? std::nearbyint(x[k] * inverse) : 0.0f;
    quads[k / 4 * quad_stride + k % 4] = static_cast<std::int8_t>(code);
    sum += static_cast<std::int32_t>(code);
  }
  return sum;
}

/// Adds four products an output: the low or high nibbles of 128 bytes, or the bytes, times a quad.
template <unsigned Shift, unsigned Mask>
void add_quad(const std::uint8_t* weights, const std::int8_t* quad, std::int32_t* sums) noexcept {
  const std::int32_t x[4] = {quad[0], quad[1], quad[2], quad[3]};
  for (std::size_t n = 0; n < packed_layout::panel_outputs; ++n) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < 4; ++i)
      sum += static_cast<std::int32_t>(static_cast<unsigned>(weights[4 * n + i]) >> Shift & Mask) *
             x[i];
    sums[n] += sum;
  }
}

template <class Arch, bool Nibbles, std::size_t R>
void portable_tile(const tile_job& job) noexcept {
  constexpr std::size_t width = packed_layout::panel_outputs;
  float y[R][width] = {};
  if (job.before != nullptr)
    for (std::size_t r = 0; r < R; ++r)
      std::copy_n(job.before + r * width, width, y[r]);
  const std::uint8_t* w = job.weights;
  const std::int8_t* x = job.codes;
  for (std::size_t g = 0; g < job.groups; ++g) {
    std::uint16_t header[2][width] = {};
    std::memcpy(header, w, sizeof(header[0]) * (job.zero_points ? 2 : 1));
    w += packed_layout::row_of_scales * (job.zero_points ? 2 : 1);
    std::int32_t s[R][width] = {};
    const std::size_t eights = g + 1 == job.groups ? job.last_eights : job.eights;
    for (std::size_t e = 0; e < eights; ++e, x += 8 * R) {
      for (std::size_t r = 0; r < R; ++r)
        if constexpr (Nibbles) {
          add_quad<0, 0xf>(w, x + 4 * r, s[r]);
          add_quad<4, 0xf>(w, x + 4 * (R + r), s[r]);
        } else {
          add_quad<0, 0xff>(w, x + 4 * r, s[r]);
          add_quad<0, 0xff>(w + 4 * width, x + 4 * (R + r), s[r]);
        }
      w += 4 * width * (Nibbles ? 1 : 2);
    }
    for (std::size_t r = 0; r < R; ++r) {
      const std::int32_t sum = job.sums[g * R + r];
      for (std::size_t n = 0; n < width; ++n) {
        const std::int32_t zero = job.zero_points ? header[1][n] : 1;
        const auto exact = static_cast<float>(std::int64_t{s[r][n]} + std::int64_t{sum} * zero);
        const float scale = fp16_to_float(header[0][n]);
        y[r][n] =
            std::fma(exact, job.scales == nullptr ? scale : scale * job.scales[g * R + r], y[r][n]);
      }
    }
  }
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t n = 0; n < width; ++n)
      job.y[r * job.y_stride + n] =
          job.row_scales == nullptr ? y[r][n] : std::fma(y[r][n], job.row_scales[r], job.bias[n]);
}

template <class Arch>
inline constexpr room portable_room{2, largest_magnitude_portable<Arch>, encode_portable<Arch>,
    {portable_tile<Arch, true, 1>, portable_tile<Arch, true, 2>},
    {portable_tile<Arch, false, 1>, portable_tile<Arch, false, 2>}};

} // namespace tailgate::matmul_quantized_rooms
