// MXINT8: 32 two's complement bytes with one E8M0 scale, 33 bytes.
//
//   byte 0: the scale;  byte 1 + i: element i, which stands for byte * 2^-6:  -127/64 ... 127/64
//
// Elements round to nearest, ties to even, and saturate. The code of -2 is left unused, as the
// specification allows, so that negating weights negates the result.
// Reference: OCP Microscaling Formats (MX) Specification, version 1.0 (2023), sections 5.3.4, 6.3.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/detail/round_to_even.hpp>
#include <tailgate/quant/e8m0_scale.hpp>

namespace tailgate {

struct mxint8 {
  static constexpr std::string_view name = "mxint8";
  static constexpr std::size_t weights = 32, bytes = 33;
  static constexpr bool pads_rows = true;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    constexpr int emax = 0; // 127/64 < 2^1
    out[0] = e8m0_scale::of_block(values, emax);
    std::fill(out.begin() + 1, out.end(), std::uint8_t{0});
    if (out[0] == e8m0_scale::nan)
      return;
    const int exponent = int{out[0]} - 127;
    for (std::size_t i = 0; i < weights; ++i) { // scaled exactly: a power of two
      const float steps = detail::round_to_even(std::ldexp(values[i], 6 - exponent));
      out[1 + i] =
          std::bit_cast<std::uint8_t>(static_cast<std::int8_t>(std::clamp(steps, -127.0f, 127.0f)));
    }
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float scale = e8m0_scale::decode(in[0]);
    for (std::size_t i = 0; i < weights; ++i)
      values[i] = scale * (static_cast<float>(std::bit_cast<std::int8_t>(in[1 + i])) / 64);
  }
};

} // namespace tailgate
