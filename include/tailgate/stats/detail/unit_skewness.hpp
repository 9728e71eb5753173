// The skewness of the units that a mean's standard error was taken from.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats::detail {

/// (sum u^3 / n) / (sum u^2 / n)^(3/2) of `residuals`, which sum to 0, given their sum of squares;
/// within +-sqrt(n). Undefined without spread. O(n); the same bits for every order.
[[nodiscard]] inline estimate<double> unit_skewness(
    std::span<const double> residuals, double sum_of_squares) {
  if (!(sum_of_squares > 0))
    return undefined_reason::zero_variance;
  const double units = static_cast<double>(residuals.size());
  const double spread = std::sqrt(sum_of_squares / units);
  std::vector<double> cubes(residuals.size());
  std::transform(residuals.begin(), residuals.end(), cubes.begin(), [spread](double residual) {
    const double scaled = residual / spread; // at most sqrt(n): its cube overflows nowhere
    return scaled * scaled * scaled;
  });
  return exact_sum(cubes) / units;
}

} // namespace tailgate::stats::detail
