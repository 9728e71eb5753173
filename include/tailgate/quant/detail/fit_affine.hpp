// The scale and minimum of a few weights for codes 0 .. top, by weighted least squares.
//
//   w ~ scale q - minimum,   minimum >= 0,   least sum of  v (w - (scale q - minimum))^2
//
// Each weight counts by v = rms + |w|: large weights matter more, small ones still count. For a
// number of steps near top over the range, codes are made by rounding, then scale and minimum
// solve the 2 x 2 normal equations for those codes; the candidate of the least error is taken.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace tailgate::detail {

struct affine_fit {
  float scale = 0;
  float minimum = 0; ///< at least 0
};

[[nodiscard]] inline affine_fit fit_affine(std::span<const float> group, int top) noexcept {
  float low = 0, high = group[0]; // the minimum is kept at or below 0
  double squares = 0;
  for (const float w : group) {
    low = std::min(low, w);
    high = std::max(high, w);
    squares += double{w} * double{w};
  }
  if (high <= low) // no positive weight and all equal to the lowest
    return {0, -low};
  const double rms = std::sqrt(squares / static_cast<double>(group.size()));
  affine_fit best{(high - low) / static_cast<float>(top), -low};
  double least = std::numeric_limits<double>::infinity();
  for (int tenths = -10; tenths <= 10; ++tenths) {
    const double per_step = (top + tenths / 10.0) / (double{high} - double{low});
    // Sums over the weights of v, v q, v q^2, v w, v q w.
    double n = 0, q1 = 0, q2 = 0, w1 = 0, qw = 0, w2 = 0;
    for (const float w : group) {
      const double v = rms + std::fabs(double{w});
      const double q =
          std::clamp(std::floor((double{w} - double{low}) * per_step + 0.5), 0.0, double(top));
      n += v;
      q1 += v * q;
      q2 += v * q * q;
      w1 += v * double{w};
      qw += v * q * double{w};
      w2 += v * double{w} * double{w};
    }
    const double determinant = n * q2 - q1 * q1;
    double scale = determinant > 0 ? (n * qw - q1 * w1) / determinant : 0;
    double minimum = determinant > 0 ? (q1 * qw - q2 * w1) / determinant : -double{low};
    if (minimum < 0) { // the best allowed one is 0
      minimum = 0;
      scale = q2 > 0 ? qw / q2 : 0;
    }
    const double error = w2 + scale * scale * q2 + minimum * minimum * n - 2 * scale * qw +
                         2 * minimum * w1 - 2 * scale * minimum * q1;
    if (scale > 0 && error < least) {
      least = error;
      best = {static_cast<float>(scale), static_cast<float>(minimum)};
    }
  }
  return best;
}

} // namespace tailgate::detail
