// Floating-point numbers of a few bits, without their sign: e exponent bits, m mantissa bits.
//
//   code = exponent << m | mantissa
//   exponent 0:  mantissa * 2^(1 - bias - m)                    subnormal
//   otherwise:   (2^m + mantissa) * 2^(exponent - bias - m)
//
// The formats differ in which codes at the top are no numbers; that is decided by each.
#pragma once

#include <bit>
#include <cstdint>

namespace tailgate::detail {

/// 2^e for -126 <= e <= 127.
[[nodiscard]] constexpr float power_of_two(int e) noexcept {
  return std::bit_cast<float>(static_cast<std::uint32_t>(e + 127) << 23);
}

template <unsigned Mantissa, int Bias>
struct small_float {
  /// The value of a code as if every code were a number.
  [[nodiscard]] static constexpr float decode(unsigned code) noexcept {
    const unsigned exponent = code >> Mantissa, mantissa = code & ((1u << Mantissa) - 1u);
    const unsigned significand = exponent == 0 ? mantissa : (1u << Mantissa) + mantissa;
    const int power = (exponent == 0 ? 1 : static_cast<int>(exponent)) - Bias;
    return static_cast<float>(significand) * power_of_two(power - static_cast<int>(Mantissa));
  }

  /// The code nearest to a finite magnitude >= 0, ties to even, as if exponents had no end.
  [[nodiscard]] static constexpr unsigned encode(float magnitude) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(magnitude);
    const int exponent = static_cast<int>(bits >> 23) - 127 + Bias; // as stored, where above 0
    // A float subnormal is below half of the smallest code of every format here.
    const std::uint32_t significand = (bits & 0x7FFFFFu) | 0x800000u;
    const int shift = 23 - static_cast<int>(Mantissa) + (exponent < 1 ? 1 - exponent : 0);
    if (shift > 25 || bits < 0x800000u)
      return 0;
    const std::uint32_t half = 1u << (shift - 1);
    const std::uint32_t kept = significand >> shift;
    const std::uint32_t rounded = (significand + half - 1u + (kept & 1u)) >> shift;
    // The leading one counts as an exponent of 1, and a carry out of the mantissa as one more.
    return rounded + (exponent < 1 ? 0u : static_cast<unsigned>(exponent - 1) << Mantissa);
  }
};

} // namespace tailgate::detail
