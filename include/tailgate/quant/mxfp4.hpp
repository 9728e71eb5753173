// MXFP4: 32 E2M1 elements with one E8M0 scale, 17 bytes.
//
//   byte 0: the scale;  byte 1 + i: element 2 i in the low half, element 2 i + 1 in the high half
//   element:  s ee m, bias 1:   0  0.5  1  1.5  2  3  4  6  and their negatives
//
// Elements round to nearest, ties to even, and saturate at 6.
// Reference: OCP Microscaling Formats (MX) Specification, version 1.0 (2023), sections 5.3.3, 6.3.
// The specification leaves the order in memory open; this one is that of published models.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/detail/small_float.hpp>
#include <tailgate/quant/e8m0_scale.hpp>

namespace tailgate {

/// One 4-bit element.
struct fp4_e2m1 {
  /// The nearest code for a value that is not NaN.
  [[nodiscard]] static constexpr std::uint8_t encode(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const float magnitude = std::bit_cast<float>(bits & 0x7FFFFFFFu);
    const unsigned code = magnitude >= 6 ? 7u : number::encode(magnitude);
    return static_cast<std::uint8_t>(code | (bits >> 28 & 8u));
  }
  [[nodiscard]] static constexpr float decode(std::uint8_t code) noexcept {
    const float magnitude = number::decode(code & 7u);
    return code & 8u ? -magnitude : magnitude;
  }

private:
  using number = detail::small_float<1, 1>;
};

struct mxfp4 {
  static constexpr std::string_view name = "mxfp4";
  static constexpr std::size_t weights = 32, bytes = 17;
  static constexpr bool pads_rows = true;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    constexpr int emax = 2; // 6 = 1.5 * 2^2
    out[0] = e8m0_scale::of_block(values, emax);
    std::fill(out.begin() + 1, out.end(), std::uint8_t{0});
    if (out[0] == e8m0_scale::nan)
      return;
    const int exponent = int{out[0]} - 127;
    for (std::size_t i = 0; i < weights; ++i) // scaled exactly: a power of two
      out[1 + i / 2] = static_cast<std::uint8_t>(
          out[1 + i / 2] | fp4_e2m1::encode(std::ldexp(values[i], -exponent)) << (i % 2 * 4));
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float scale = e8m0_scale::decode(in[0]);
    for (std::size_t i = 0; i < weights; ++i)
      values[i] =
          scale * fp4_e2m1::decode(static_cast<std::uint8_t>(in[1 + i / 2] >> (i % 2 * 4) & 15));
  }
};

} // namespace tailgate
