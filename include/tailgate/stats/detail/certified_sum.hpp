// The correctly rounded sum by plain additions, where they can be shown to be enough.
//
// Each lane adds with Knuth's TwoSum, s + x = s' + e without error, and adds up the errors e and
// their magnitudes as usual. With n terms, E the sum of the errors and A that of their magnitudes,
// both as computed, the exact sum lies within
//
//   s + E -+ 2 (n + lanes) u A,   u = 2^-53,
//
// since adding n numbers loses at most n u of the sum of their magnitudes. If both ends round to
// the same double, so does the exact sum; otherwise (a tie, or heavy cancellation) or after an
// overflow there is no answer, and stable_sum has to give it. The bits are therefore those of
// stable_sum, at a few additions a term in lanes that the compiler can put into vector registers.
//
// Needs additions that are rounded one by one to double: not x87, not -ffast-math. There it never
// has an answer.
//
// References: D. E. Knuth, The Art of Computer Programming 2 (1997), 4.2.2; T. Ogita, S. M. Rump,
// S. Oishi, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/030601818.
#pragma once

#include <array>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>

namespace tailgate::stats::detail {

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || FLT_EVAL_METHOD != 0
inline constexpr bool additions_are_rounded = false;
#else
inline constexpr bool additions_are_rounded = true;
#endif

/// A sum with its errors, each lane for itself.
template <std::size_t Lanes>
struct error_free_lanes {
  std::array<double, Lanes> sum{};
  std::array<double, Lanes> error{};
  std::array<double, Lanes> magnitude{};

  /// Adds `Lanes` values, one to each lane.
  void add(const double* values) noexcept {
    for (std::size_t i = 0; i < Lanes; ++i) {
      const double x = values[i];
      const double s = sum[i] + x;
      const double part = s - sum[i];
      const double e = (sum[i] - (s - part)) + (x - part);
      sum[i] = s;
      error[i] += e;
      magnitude[i] += std::abs(e);
    }
  }
};

/// The correctly rounded sum, or nothing. O(n), no allocation.
[[nodiscard]] inline std::optional<double> certified_sum(std::span<const double> values) noexcept {
  if (!additions_are_rounded)
    return std::nullopt;
  constexpr std::size_t lanes = 8;
  error_free_lanes<lanes> wide;
  const std::size_t whole = values.size() / lanes * lanes;
  for (std::size_t i = 0; i < whole; i += lanes)
    wide.add(values.data() + i);
  error_free_lanes<1> total;
  for (const double& x : values.subspan(whole))
    total.add(&x);
  if (values.size() >= lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      total.add(&wide.sum[lane]);
      total.error[0] += wide.error[lane];
      total.magnitude[0] += wide.magnitude[lane];
    }
  const double slack =
      static_cast<double>(values.size() + 2 * lanes) * 0x1p-52 * total.magnitude[0];
  const double low = total.sum[0] + (total.error[0] - slack);
  const double high = total.sum[0] + (total.error[0] + slack);
  return low == high ? std::optional(low) : std::nullopt;
}

} // namespace tailgate::stats::detail
