// Conversions between float and the two 16-bit floating-point storage formats, as bit patterns.
//
//   fp16 (IEEE 754 binary16)   s eeeee mmmmmmmmmm   bias 15,  largest finite 65504
//   bf16 (bfloat16)            s eeeeeeee mmmmmmm   bias 127, the upper half of a float
//
// Widening is exact. Narrowing rounds to nearest, ties to even, through the subnormals; values that
// round beyond the largest finite number become infinite. A NaN stays a NaN with the upper bits of
// its payload, made quiet when narrowed. All are constexpr and free of data-dependent branches, so
// that a loop over them vectorises. float_to_fp16 expects the default rounding mode at run time.
//
// Reference: IEEE 754-2019, doi:10.1109/IEEESTD.2019.8766229, sections 3.4 and 4.3.1. The trick for
// subnormals (let one float addition do the shift and the rounding) is Fabian Giesen's.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace tailgate {

namespace detail {

/// `yes` or `no` by masks. Of a conditional expression g++ makes a branch that skips the floating
/// addition, which it then may not turn back into a vector blend (-ftrapping-math).
[[nodiscard]] constexpr std::uint32_t blend(
    bool condition, std::uint32_t yes, std::uint32_t no) noexcept {
  const std::uint32_t mask = 0u - std::uint32_t{condition};
  return (yes & mask) | (no & ~mask);
}

} // namespace detail

/// The float with the value of the fp16 code `half`.
[[nodiscard]] constexpr float fp16_to_float(std::uint16_t half) noexcept {
  constexpr std::uint32_t exponent_mask = 0x7C00u << 13;
  constexpr std::uint32_t rebias = (127u - 15u) << 23;
  const std::uint32_t shifted = (half & 0x7FFFu) << 13;
  const std::uint32_t exponent = shifted & exponent_mask;
  const std::uint32_t normal = shifted + rebias;
  // Infinity and NaN need the exponent 255: the distance is added a second time.
  const std::uint32_t large = exponent == exponent_mask ? normal + rebias : normal;
  // 2^-14 (1 + m / 1024) - 2^-14 is m 2^-24 exactly, and no float subnormal is touched.
  const float difference = std::bit_cast<float>(normal + (1u << 23)) - 0x1p-14f;
  const std::uint32_t magnitude =
      detail::blend(exponent == 0, std::bit_cast<std::uint32_t>(difference), large);
  return std::bit_cast<float>(magnitude | (half & 0x8000u) << 16);
}

/// The fp16 code nearest to `value`, ties to even; |value| >= 65520 becomes infinite.
[[nodiscard]] constexpr std::uint16_t float_to_fp16(float value) noexcept {
  constexpr std::uint32_t smallest_normal = 113u << 23; // 2^-14
  constexpr std::uint32_t beyond_largest = 143u << 23;  // 2^16
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  // The unit in the last place of 0.5 is 2^-24, that of fp16 subnormals. The clamp keeps NaN out of
  // the addition, which constant evaluation would refuse.
  const float sum = std::bit_cast<float>(std::min(magnitude, smallest_normal)) + 0.5f;
  const std::uint32_t subnormal =
      std::bit_cast<std::uint32_t>(sum) - std::bit_cast<std::uint32_t>(0.5f);
  // Half a unit less one, plus one when the kept part is odd: a carry into the exponent is right.
  const std::uint32_t normal =
      (magnitude - ((127u - 15u) << 23) + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13;
  const std::uint32_t special =
      magnitude > 0x7F800000u ? 0x7E00u | ((magnitude >> 13) & 0x3FFu) : 0x7C00u;
  const std::uint32_t finite = detail::blend(magnitude < smallest_normal, subnormal, normal);
  const std::uint32_t rounded = detail::blend(magnitude >= beyond_largest, special, finite);
  return static_cast<std::uint16_t>(rounded | (bits >> 16 & 0x8000u));
}

/// The float with the value of the bf16 code `brain`.
[[nodiscard]] constexpr float bf16_to_float(std::uint16_t brain) noexcept {
  return std::bit_cast<float>(std::uint32_t{brain} << 16);
}

/// The bf16 code nearest to `value`, ties to even.
[[nodiscard]] constexpr std::uint16_t float_to_bf16(float value) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  const std::uint32_t quiet = bits >> 16 | 0x40u;
  return static_cast<std::uint16_t>((bits & 0x7FFFFFFFu) > 0x7F800000u ? quiet : rounded);
}

} // namespace tailgate
