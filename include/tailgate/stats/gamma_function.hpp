// The logarithms of the gamma and beta functions, and the two pieces that keep densities with large
// arguments accurate: the error of Stirling's formula and the deviance.
//
// log B(a, b) taken as a difference of log-gammas loses digits as a + b grows (13 000 nats of
// cancellation at a + b = 2000). Written with the Stirling error, nothing large cancels.
// std::lgamma is not used: it writes the global `signgam`, and its digits differ between platforms.
//
// Reference: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), as in R's
// dbinom. Absolute error of the logarithms below 1e-14 for results near 1.
#pragma once

#include <cmath>
#include <numbers>
#include <tailgate/stats/detail/require.hpp>

namespace tailgate::stats {

namespace detail {

/// log(sqrt(2 pi))
inline constexpr double log_sqrt_two_pi = 0.918938533204672741780329736406;

/// log Gamma(z + 1) - [(z + 1/2) log z - z + log sqrt(2 pi)], for z > 0.
[[nodiscard]] inline double stirling_error(double z) {
  double shift = 0;
  while (z < 16) { // error(z) = error(z + 1) + (z + 1/2) log(1 + 1/z) - 1
    shift += (z + 0.5) * std::log1p(1 / z) - 1;
    z += 1;
  }
  const double r = 1 / (z * z);
  const double series =
      (1.0 / 12 -
          r * (1.0 / 360 -
                  r * (1.0 / 1260 -
                          r * (1.0 / 1680 -
                                  r * (1.0 / 1188 - r * (691.0 / 360360 - r * (1.0 / 156))))))) /
      z;
  return shift + series;
}

/// x log(x / m) + m - x, the deviance of x about m, without cancellation near x = m. x, m > 0;
/// `gap` is x - m, passed apart because callers often know it better than the subtraction does.
[[nodiscard]] inline double deviance(double x, double m, double gap) {
  if (std::abs(gap) < 0.1 * (x + m)) {
    const double v = gap / (x + m);
    double sum = gap * v;
    double term = 2 * x * v;
    for (int j = 1; j < 1000; ++j) {
      term *= v * v;
      const double next = sum + term / (2 * j + 1);
      if (next == sum)
        break;
      sum = next;
    }
    return sum;
  }
  return x * std::log(x / m) - gap;
}

} // namespace detail

/// log Gamma(z). Throws argument_error E202 unless z is finite and above 0.
[[nodiscard]] inline double log_gamma(double z) {
  detail::require_positive(z, "z", "log_gamma");
  return detail::stirling_error(z) + (z - 0.5) * std::log(z) - z + detail::log_sqrt_two_pi;
}

/// log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b).
/// Throws argument_error E202 unless a and b are finite and above 0.
[[nodiscard]] inline double log_beta(double a, double b) {
  detail::require_positive(a, "a", "log_beta");
  detail::require_positive(b, "b", "log_beta");
  return detail::stirling_error(a) + detail::stirling_error(b) - detail::stirling_error(a + b) +
         detail::log_sqrt_two_pi - a * std::log1p(b / a) - b * std::log1p(a / b) -
         0.5 * (std::log(a) - std::log1p(a / b));
}

} // namespace tailgate::stats
