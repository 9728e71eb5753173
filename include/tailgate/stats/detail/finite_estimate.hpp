// Results that left the range of double.
#pragma once

#include <cmath>
#include <tailgate/core/estimate.hpp>

namespace tailgate::stats::detail {

/// `x`, or undefined (non-finite input) when finite items were too large for their sum or square.
[[nodiscard]] inline estimate<double> finite_estimate(double x) {
  if (!std::isfinite(x))
    return undefined_reason::non_finite_input;
  return x;
}

} // namespace tailgate::stats::detail
