// The standard normal distribution.
//
// Quantile: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
// Applied Statistics 37 (1988), doi:10.2307/2347330, routine PPND16: relative error about 1e-16.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require.hpp>

namespace tailgate::stats {

/// exp(-x^2 / 2) / sqrt(2 pi). Throws argument_error E203 for NaN.
[[nodiscard]] inline double normal_pdf(double x) {
  detail::require_number(x, "x", "normal_pdf");
  return std::exp(-0.5 * x * x) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}

/// P(Z <= x), accurate in the lower tail; 0 and 1 at the infinities. Throws argument_error E203 for
/// NaN.
[[nodiscard]] inline double normal_cdf(double x) {
  detail::require_number(x, "x", "normal_cdf");
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// P(Z > x), accurate in the upper tail. Throws as normal_cdf.
[[nodiscard]] inline double normal_sf(double x) {
  return normal_cdf(-x);
}

namespace detail {

[[nodiscard]] constexpr double horner(const std::array<double, 8>& c, double r) noexcept {
  double value = c[7];
  for (std::size_t i = 7; i-- > 0;)
    value = value * r + c[i];
  return value;
}

} // namespace detail

/// The x with P(Z <= x) = p; infinite at 0 and 1.
/// Throws argument_error E201 unless p lies within [0, 1].
[[nodiscard]] inline double normal_quantile(double p) {
  detail::require_probability(p, "normal_quantile");
  using coefficients = std::array<double, 8>;
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    constexpr coefficients a{3.3871328727963666080e0, 1.3314166789178437745e+2,
        1.9715909503065514427e+3, 1.3731693765509461125e+4, 4.5921953931549871457e+4,
        6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
    constexpr coefficients b{1, 4.2313330701600911252e+1, 6.8718700749205790830e+2,
        5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
        2.8729085735721942674e+4, 5.2264952788528545610e+3};
    const double r = 0.180625 - q * q;
    return q * detail::horner(a, r) / detail::horner(b, r);
  }
  if (p == 0 || p == 1)
    return std::copysign(std::numeric_limits<double>::infinity(), q);
  const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  double x;
  if (r <= 5) {
    constexpr coefficients c{1.42343711074968357734e0, 4.63033784615654529590e0,
        5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0,
        2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr coefficients d{1, 2.05319162663775882187e0, 1.67638483018380384940e0,
        6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
        5.47593808499534494600e-4, 1.05075007164441684324e-9};
    x = detail::horner(c, r - 1.6) / detail::horner(d, r - 1.6);
  } else {
    constexpr coefficients e{6.65790464350110377720e0, 5.46378491116411436990e0,
        1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
        1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr coefficients f{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
        1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
        1.42151175831644588870e-7, 2.04426310338993978564e-15};
    x = detail::horner(e, r - 5) / detail::horner(f, r - 5);
  }
  return std::copysign(x, q);
}

/// The half-width of a two-sided normal interval in standard errors: 1.96 at level 0.95.
[[nodiscard]] inline double normal_critical_value(confidence_level level) {
  return -normal_quantile(level.tail());
}

} // namespace tailgate::stats
