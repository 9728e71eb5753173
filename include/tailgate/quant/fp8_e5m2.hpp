// FP8 E5M2: 5 exponent bits, 2 mantissa bits, bias 15; the upper byte of an fp16.
//
//   s eeeee mm     largest 57344 (s 11110 11), smallest normal 2^-14, smallest subnormal 2^-16
//                  s 11111 00 is infinity, the other codes with that exponent are NaN
//
// Reference: OCP 8-bit Floating Point Specification (OFP8), revision 1.0 (2023), table 1 and
// section 5.2; P. Micikevicius et al., FP8 formats for deep learning, arXiv 2209.05433.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tailgate/quant/detail/small_float.hpp>
#include <tailgate/quant/fp8_overflow.hpp>

namespace tailgate {

struct fp8_e5m2 {
  static constexpr std::string_view name = "fp8-e5m2";
  static constexpr float largest = 57344.0f;

  /// The nearest code, ties to even. A NaN becomes the quiet NaN s 11111 10 of its sign.
  [[nodiscard]] static constexpr std::uint8_t encode(
      float value, fp8_overflow overflow = fp8_overflow::saturate) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    unsigned code = magnitude > 0x7F800000u ? nan : infinity;
    if (magnitude < 0x7F800000u)
      code = number::encode(std::bit_cast<float>(magnitude));
    if (magnitude <= 0x7F800000u && code >= infinity)
      code = overflow == fp8_overflow::saturate ? infinity - 1 : infinity;
    return static_cast<std::uint8_t>(code | (bits >> 24 & 0x80u));
  }

  [[nodiscard]] static constexpr float decode(std::uint8_t code) noexcept {
    const unsigned magnitude = code & 0x7Fu;
    float value = number::decode(magnitude);
    if (magnitude == infinity)
      value = std::numeric_limits<float>::infinity();
    else if (magnitude > infinity)
      value = std::numeric_limits<float>::quiet_NaN();
    return code & 0x80u ? -value : value;
  }

private:
  using number = detail::small_float<2, 15>;
  static constexpr unsigned infinity = 0x7C, nan = 0x7E;
};

} // namespace tailgate
