// Student's t distribution, by the incomplete beta function:
// P(|T| > t) = I_x(df / 2, 1/2) with x = df / (df + t^2). Degrees of freedom need not be whole.
#pragma once

#include <cmath>
#include <limits>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/gamma_function.hpp>
#include <tailgate/stats/incomplete_beta.hpp>

namespace tailgate::stats {

/// P(T > t), accurate in the upper tail. Throws argument_error E202 unless df is finite and above
/// 0, E203 for a NaN t.
[[nodiscard]] inline double student_t_sf(double t, double df) {
  detail::require_positive(df, "df", "student_t");
  detail::require_number(t, "t", "student_t");
  if (std::isinf(t))
    return t > 0 ? 0 : 1;
  const double ratio = t / std::sqrt(df);
  const double square = ratio * ratio;
  const double outside = 1 / (1 + square);
  const double inside = std::isinf(square) ? 1 : square / (1 + square);
  const double tail = 0.5 * detail::regularized_beta(df / 2, 0.5, outside, inside);
  return t > 0 ? tail : 1 - tail;
}

/// P(T <= t), accurate in the lower tail. Errors as student_t_sf.
[[nodiscard]] inline double student_t_cdf(double t, double df) {
  return student_t_sf(-t, df);
}

/// The density at t. Errors as student_t_sf.
[[nodiscard]] inline double student_t_pdf(double t, double df) {
  detail::require_positive(df, "df", "student_t");
  detail::require_number(t, "t", "student_t");
  return std::exp(-0.5 * (df + 1) * std::log1p(t / df * t) - log_beta(df / 2, 0.5)) / std::sqrt(df);
}

/// The t with P(T <= t) = p; infinite at 0 and 1. Throws argument_error E201 unless p lies within
/// [0, 1], E202 unless df is finite and above 0.
[[nodiscard]] inline double student_t_quantile(double p, double df) {
  detail::require_positive(df, "df", "student_t");
  detail::require_probability(p, "student_t_quantile");
  if (p == 0.5)
    return 0;
  const double tail = p < 0.5 ? p : 1 - p;
  if (tail == 0)
    return std::copysign(std::numeric_limits<double>::infinity(), p - 0.5);
  double t;
  if (tail > 1e-3) {
    const double inside = inverse_regularized_incomplete_beta(0.5, df / 2, 1 - 2 * tail);
    t = std::sqrt(df * inside / (1 - inside));
  } else {
    const double outside = inverse_regularized_incomplete_beta(df / 2, 0.5, 2 * tail);
    t = std::sqrt(df * (1 - outside) / outside);
  }
  for (int polish = 0; polish < 2 && std::isfinite(t); ++polish) {
    const double slope = student_t_pdf(t, df);
    if (slope > 0) // on the logarithm of the tail, which is nearly straight
      t += std::log(student_t_sf(t, df) / tail) * tail / slope;
  }
  return std::copysign(t, p - 0.5);
}

/// The half-width of a two-sided t interval in standard errors. Errors as student_t_quantile.
[[nodiscard]] inline double student_t_critical_value(confidence_level level, double df) {
  return -student_t_quantile(level.tail(), df);
}

} // namespace tailgate::stats
