// E8M0, the shared scale of a Microscaling block: a power of two in one byte.
//
//   code e in 0 .. 254:  2^(e - 127)        code 255: NaN         no zero, no sign, no infinity
//
//   shared exponent of a block = floor(log2(max|v|)) - emax       emax: of the elements' largest
//                                                                 power of two
// Reference: OCP Microscaling Formats (MX) Specification, version 1.0 (2023), sections 5.4.1, 6.3.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

namespace tailgate {

struct e8m0_scale {
  static constexpr std::uint8_t nan = 255;

  [[nodiscard]] static constexpr float decode(std::uint8_t code) noexcept {
    if (code == nan)
      return std::numeric_limits<float>::quiet_NaN();
    // 2^-127 is a float subnormal.
    return std::bit_cast<float>(code == 0 ? 0x00400000u : std::uint32_t{code} << 23);
  }

  /// The scale of a block whose elements reach 2^emax. NaN for a block with a NaN or an infinity;
  /// the smallest scale for a block of zeros. The exponent is kept within the format.
  [[nodiscard]] static std::uint8_t of_block(std::span<const float> values, int emax) noexcept {
    float largest = 0;
    for (const float v : values) {
      if (!std::isfinite(v))
        return nan;
      largest = std::max(largest, std::fabs(v));
    }
    if (largest == 0)
      return 0;
    return static_cast<std::uint8_t>(std::clamp(std::ilogb(largest) - emax, -127, 127) + 127);
  }
};

} // namespace tailgate
