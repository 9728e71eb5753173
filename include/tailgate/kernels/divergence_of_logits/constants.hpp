// What the rooms of divergence_of_logits share: the rows, the sums, and the polynomials.
//
//   near, s < 0.34, with r = -s, exp(r) = 1 + r + r^2 c(r) as the exponential evaluates it:
//     w - 1 + s   = r^2 c            1 - w - s w = r^2 (1 - c (1 - r))
//     Jensen-Shannon's factor = s^2 T(s),  T a minimax polynomial, relative error 1.2e-8
//   far, with h = 1 - w:
//     the sums as they stand         log(2 / (1 + w)) / 2 = h V(h), V minimax, 2.2e-8
//
// h runs over [0.28, 1], so that no exponent has to be split off as a general logarithm would.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <tailgate/kernels/exponential/constants.hpp>

namespace tailgate::divergence_rooms {

inline constexpr float near_limit = 0.34f; ///< below ln 2 / 2, where exp needs no reduction
inline constexpr float t4 = 3.65003361e-4f;
inline constexpr float t3 = -2.58397288e-3f;
inline constexpr float t2 = 1.56225506e-2f;
inline constexpr float t1 = -6.24998957e-2f;
inline constexpr float t0 = 0.125f;
inline constexpr float v7 = 4.28480934e-3f;
inline constexpr float v6 = -1.26169622e-2f;
inline constexpr float v5 = 2.09433753e-2f;
inline constexpr float v4 = -1.33947171e-2f;
inline constexpr float v3 = 1.61309615e-2f;
inline constexpr float v2 = 1.83484014e-2f;
inline constexpr float v1 = 6.29055053e-2f;
inline constexpr float v0 = 2.49972209e-1f;
/// Stands for the probability of a token that one row masks, where an underflow would hide it.
inline constexpr float smallest = 1.17549435e-38f;

/// Two rows x (of p) and y (of q) and what makes probabilities of them.
struct row_pair {
  row_pair(const float* p, float p_top, double p_log_sum, const float* q, float q_top,
      double q_log_sum, std::size_t size) noexcept
      : x(p), y(q), n(size), x_top(p_top), y_top(q_top),
        x_scale(static_cast<float>(std::exp(double{p_top} - p_log_sum))),
        y_scale(static_cast<float>(std::exp(double{q_top} - q_log_sum))),
        offset(q_log_sum - p_log_sum), offset_high(static_cast<float>(offset)),
        offset_low(static_cast<float>(offset - double{offset_high})) {}

  const float* x;
  const float* y;
  std::size_t n;
  float x_top, y_top;            ///< the largest logits
  float x_scale, y_scale;        ///< p = exp(x - x_top) x_scale
  double offset;                 ///< log p - log q = x - y + offset
  float offset_high, offset_low; ///< their sum is the offset, to 2^-48 of it
};

/// Lane j holds elements j, j + 16, ...; vector rooms empty fp32 lanes into it every 512 elements.
struct term_sums {
  std::array<double, exponential_rooms::lane_count> forward{}, reverse{}, jensen_shannon{};
};

} // namespace tailgate::divergence_rooms
