// FP8 E4M3: 4 exponent bits, 3 mantissa bits, bias 7.
//
//   s eeee mmm     largest 448 (s 1111 110), smallest normal 2^-6, smallest subnormal 2^-9
//                  no infinity; s 1111 111 is NaN
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

struct fp8_e4m3 {
  static constexpr std::string_view name = "fp8-e4m3";
  static constexpr float largest = 448.0f;

  /// The nearest code, ties to even. A NaN stays a NaN of its sign.
  [[nodiscard]] static constexpr std::uint8_t encode(
      float value, fp8_overflow overflow = fp8_overflow::saturate) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    unsigned code = nan;
    if (magnitude < 0x7F800000u)
      code = number::encode(std::bit_cast<float>(magnitude));
    if (magnitude <= 0x7F800000u && code >= nan)
      code = overflow == fp8_overflow::saturate ? nan - 1 : nan;
    return static_cast<std::uint8_t>(code | (bits >> 24 & 0x80u));
  }

  [[nodiscard]] static constexpr float decode(std::uint8_t code) noexcept {
    const unsigned magnitude = code & 0x7Fu;
    const float value =
        magnitude == nan ? std::numeric_limits<float>::quiet_NaN() : number::decode(magnitude);
    return code & 0x80u ? -value : value;
  }

private:
  using number = detail::small_float<3, 7>;
  static constexpr unsigned nan = 0x7F;
};

} // namespace tailgate
