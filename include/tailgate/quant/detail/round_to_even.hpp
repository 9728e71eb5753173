#pragma once

namespace tailgate::detail {

/// The whole number nearest to x, ties to even, for |x| <= 2^22 in the default rounding mode.
/// std::nearbyint is a call into the C library where the compiler targets plain x86-64.
[[nodiscard]] constexpr float round_to_even(float x) noexcept {
  constexpr float unit_spacing = 12582912.0f; // 1.5 * 2^23: floats there are whole numbers
  return (x + unit_spacing) - unit_spacing;
}

} // namespace tailgate::detail
