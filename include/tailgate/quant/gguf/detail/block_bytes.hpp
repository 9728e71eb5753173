// Pieces of GGUF blocks: fp16 fields and the two halves of a byte.
//
// All fields are little-endian. Half up is floor(x + 0.5), which the reference quantizers of the
// formats use for codes that cannot be negative. Products are taken in double, so that codes do not
// depend on whether the compiler fuses multiplications with additions.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/core/half.hpp>

namespace tailgate::gguf::detail {

inline void put_fp16(std::span<std::uint8_t> at, float value) noexcept {
  const std::uint16_t half = float_to_fp16(value);
  at[0] = static_cast<std::uint8_t>(half & 0xFFu);
  at[1] = static_cast<std::uint8_t>(half >> 8);
}

[[nodiscard]] inline float get_fp16(std::span<const std::uint8_t> at) noexcept {
  return fp16_to_float(static_cast<std::uint16_t>(at[0] | at[1] << 8));
}

/// 1 / d; 0 for a scale of 0 or one so small that there is no such float.
[[nodiscard]] inline float inverse(float d) noexcept {
  const float inverted = 1.0f / d;
  return std::isfinite(inverted) ? inverted : 0.0f;
}

/// x rounded down, at most `top`. x >= 0.
[[nodiscard]] inline unsigned truncated(double x, unsigned top) noexcept {
  return std::min(top, static_cast<unsigned>(x));
}

/// a b rounded half up, at most `top`; the product and the sum are rounded to float. a b >= 0.
[[nodiscard]] inline unsigned product_half_up(float a, float b, unsigned top) noexcept {
  const auto product = static_cast<float>(double{a} * double{b});
  return truncated(double{product + 0.5f}, top);
}

/// The value of the largest magnitude, with its sign; the first of several.
[[nodiscard]] inline float extreme(std::span<const float> values) noexcept {
  float found = 0;
  for (const float v : values)
    if ((v < 0 ? -v : v) > (found < 0 ? -found : found))
      found = v;
  return found;
}

} // namespace tailgate::gguf::detail
