// The root of a continuous function between two points of opposite sign: bisection sped up by
// inverse quadratic interpolation where that is safe.
//
// Reference: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero
// of a nonlinear function without using derivatives", Advances in Engineering Software 28 (1997),
// doi:10.1016/s0965-9978(96)00051-8.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace tailgate::stats::detail {

/// A point of [low, high] where f changes sign, to within a few units in the last place of the
/// root or `tolerance`, whichever is wider. f(low) and f(high) must not share a sign; infinite
/// values at the ends are allowed. At most 200 evaluations; no allocation.
template <class F>
[[nodiscard]] double bracketed_root(F&& f, double low, double high, double tolerance = 0) {
  double b = low;
  double a = high;
  double fb = f(b);
  double fa = f(a);
  if (fb == 0)
    return b;
  if (fa == 0)
    return a;
  assert((fa > 0) != (fb > 0));
  double c = a;
  double fc = fa;
  double fraction = 0.5;
  for (int step = 0; step < 200; ++step) {
    const double t = a + fraction * (b - a);
    const double ft = f(t);
    if ((ft > 0) == (fa > 0)) {
      c = a;
      fc = fa;
    } else {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = t;
    fa = ft;
    const double best = std::abs(fa) < std::abs(fb) ? a : b;
    if (fa == 0)
      return a;
    const double reach = 2 * std::numeric_limits<double>::epsilon() * std::abs(best) +
                         tolerance / 2 + std::numeric_limits<double>::denorm_min();
    const double limit = reach / std::abs(b - a);
    if (limit > 0.5)
      return best;
    const double xi = (a - b) / (c - b);
    const double phi = (fa - fb) / (fc - fb);
    const bool interpolate = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    fraction = interpolate ? fa / (fb - fa) * fc / (fb - fc) +
                                 (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
                           : 0.5;
    if (!(fraction > limit))
      fraction = limit;
    fraction = std::min(fraction, 1 - limit);
  }
  return std::abs(fa) < std::abs(fb) ? a : b;
}

} // namespace tailgate::stats::detail
