// The polynomial of exp that the AVX2 and AVX-512 rooms evaluate in the same order.
//
//   x = n ln 2 + r, |r| <= ln 2 / 2,   exp(x) = 2^n p(r),   p of degree 6 by Horner with FMA
//
// ln 2 is split in two (Cody and Waite) so that r is exact to the last bit. The coefficients are
// the minimax ones of Cephes' expf (S. L. Moshier, Methods and Programs for Mathematical Functions,
// 1989). Error at most 2 ulp on [-87.3, 88.3]; below, the result is 0; above, the argument is cut.
#pragma once

namespace tailgate::exponential_rooms {

inline constexpr float log2_e = 1.44269504088896341f;
inline constexpr float ln2_high = 0.693359375f;
inline constexpr float ln2_low = -2.12194440e-4f;
inline constexpr float lowest = -87.33f; ///< exp of less is 0: it would be subnormal
inline constexpr float highest = 88.3f;
inline constexpr float c6 = 1.9875691500e-4f;
inline constexpr float c5 = 1.3981999507e-3f;
inline constexpr float c4 = 8.3334519073e-3f;
inline constexpr float c3 = 4.1665795894e-2f;
inline constexpr float c2 = 1.6666665459e-1f;
inline constexpr float c1 = 5.0000001201e-1f;

/// Sums run in 16 lanes, element i into lane i mod 16, whatever the register width.
inline constexpr unsigned lane_count = 16;

/// Sums that must stay exact over a long row move from fp32 to double lanes every so many elements.
inline constexpr unsigned stretch = 512;

} // namespace tailgate::exponential_rooms
