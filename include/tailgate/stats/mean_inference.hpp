// A mean with its standard error and degrees of freedom, and what the t distribution says of it.
//
// Interval: mean -+ t(df) SE. Tests: (mean - shift) / SE against t(df). A sample without spread
// (SE 0) proves nothing about the spread of the population: interval and p-values are undefined
// (zero variance), never a point or a certainty. Where items have a long tail on one side, the
// adjusted interval keeps the errors of both sides nearer to the level (skewness_transformation).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/skewness_transformation.hpp>
#include <tailgate/stats/student_t_distribution.hpp>

namespace tailgate::stats {

/// What paired_t and cluster_robust_mean return. Plain data; undefined parts say why.
struct mean_inference {
  estimate<double> mean;
  estimate<double> standard_error; ///< of the mean, in the unit of the items
  double degrees_of_freedom = 0;   ///< meaningful when standard_error is defined
  estimate<double> skewness{};     ///< of the independent units: the clusters' residual sums
  std::size_t items = 0;
  std::size_t clusters = 0; ///< independent groups; equals items when each stands alone

  /// (mean - shift) / SE. Undefined as standard_error, or for zero variance.
  /// Throws argument_error E203 for a NaN shift.
  [[nodiscard]] estimate<double> t_statistic(double shift) const {
    detail::require_number(shift, "shift", "mean_inference");
    if (!standard_error)
      return standard_error.why();
    if (standard_error.value() == 0)
      return undefined_reason::zero_variance;
    return (mean.value() - shift) / standard_error.value();
  }

  /// The two-sided interval of the mean. Undefined as t_statistic.
  [[nodiscard]] estimate<interval> confidence(confidence_level level = default_confidence) const {
    if (const auto t = t_statistic(0); !t)
      return t.why();
    const double reach =
        student_t_critical_value(level, degrees_of_freedom) * standard_error.value();
    return interval{mean.value() - reach, mean.value() + reach};
  }

  /// The same with the t statistic adjusted for skewness; it always holds the mean. Undefined as
  /// t_statistic, or as skewness.
  [[nodiscard]] estimate<interval> skewness_adjusted_confidence(
      confidence_level level = default_confidence) const {
    if (const auto t = t_statistic(0); !t)
      return t.why();
    if (!skewness)
      return skewness.why();
    const skewness_transformation adjust(skewness.value(), static_cast<double>(clusters));
    const double critical = student_t_critical_value(level, degrees_of_freedom);
    const double below = std::max(0.0, adjust.inverse(critical));
    const double above = std::min(0.0, adjust.inverse(-critical));
    return interval{mean.value() - below * standard_error.value(),
        mean.value() - above * standard_error.value()};
  }

  /// p-value against H0: population mean >= shift; small means that it is shown to lie below.
  [[nodiscard]] estimate<double> p_value_below(double shift) const {
    const auto t = t_statistic(shift);
    return t ? estimate<double>(student_t_cdf(t.value(), degrees_of_freedom)) : t;
  }

  /// p-value against H0: population mean <= shift; small means that it is shown to lie above.
  [[nodiscard]] estimate<double> p_value_above(double shift) const {
    const auto t = t_statistic(shift);
    return t ? estimate<double>(student_t_sf(t.value(), degrees_of_freedom)) : t;
  }

  /// Two-sided p-value against H0: population mean = shift.
  [[nodiscard]] estimate<double> p_value(double shift = 0) const {
    const auto t = t_statistic(shift);
    return t ? estimate<double>(2 * student_t_sf(std::abs(t.value()), degrees_of_freedom)) : t;
  }
};

} // namespace tailgate::stats
