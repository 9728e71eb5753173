// The scale of a few weights for codes -half .. half - 1, by weighted least squares.
//
//   w ~ scale q,   least sum of  w^2 (w - scale q)^2
//
// Each weight counts by its square. For numbers of steps near half up to the largest magnitude, on
// the side that has the code -half, codes are made by rounding and the scale is the quotient
// sum(w^2 w q) / sum(w^2 q^2); the candidate of the least error is taken.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace tailgate::detail {

/// 0 for a group of zeros. Negative where the largest magnitude is a positive weight.
[[nodiscard]] inline float fit_scale(std::span<const float> group, int half) noexcept {
  double extreme = 0;
  for (const float w : group)
    if (std::fabs(double{w}) > std::fabs(extreme))
      extreme = double{w};
  if (extreme == 0)
    return 0;
  double best = -extreme / half, most = -1;
  for (int tenths = -9; tenths <= 9; ++tenths) {
    const double per_step = -(half + tenths / 10.0) / extreme;
    double wq = 0, qq = 0;
    for (const float w : group) {
      const double v = double{w} * double{w};
      const double q =
          std::clamp(std::nearbyint(double{w} * per_step), double(-half), double(half - 1));
      wq += v * double{w} * q;
      qq += v * q * q;
    }
    // The error is sum(w^4) - wq^2 / qq.
    if (qq > 0 && wq * wq / qq > most) {
      most = wq * wq / qq;
      best = wq / qq;
    }
  }
  return static_cast<float>(best);
}

} // namespace tailgate::detail
