// Which values of a sample are unusually small: the threshold rules behind under-trained tokens.
//
//   robust z-score   value <= median - z * 1.4826 * MAD, where MAD is the median of the distances
//                    from the median; 1.4826 makes it the standard deviation of normal data
//   lowest share     the floor(share * n) smallest values, and those that equal the largest of them
//
// The robust rule flags nothing in a sample without outliers, and its median and MAD withstand
// outliers up to half the sample. The lowest share always flags its share: a list of candidates.
//
// Reference: B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers (1993), section 3.3,
// whose modified z-score of 3.5 is the default.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <vector>

namespace tailgate {

/// How the threshold is set.
class low_outlier_rule {
public:
  /// Throws argument_error E282 unless z is positive and finite.
  [[nodiscard]] static low_outlier_rule robust_z(double z = 3.5) {
    if (!(z > 0) || !std::isfinite(z))
      refuse("z is " + std::to_string(z) + "; it must be positive and finite, such as 3.5");
    return {true, z};
  }
  /// Throws argument_error E282 unless 0 < share < 1.
  [[nodiscard]] static low_outlier_rule lowest_share(double share) {
    if (!(share > 0) || !(share < 1))
      refuse("the share is " + std::to_string(share) + "; it must be within (0, 1), such as 0.02");
    return {false, share};
  }

  /// The largest value that is flagged. The values must be finite. Undefined: no items; too few
  /// items (lowest share: floor(share * n) is 0); zero variance (robust z-score: MAD is 0, so that
  /// any value apart from the majority would be an outlier). O(n).
  [[nodiscard]] estimate<double> threshold(std::span<const double> values) const;

private:
  low_outlier_rule(bool robust, double parameter) : robust_(robust), parameter_(parameter) {}

  [[noreturn]] static void refuse(const std::string& text) {
    throw argument_error(282, "low_outlier_rule", text);
  }

  /// The mean of the two middle values when there is an even number.
  static double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
      return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return below + (*middle - below) / 2;
  }

  bool robust_;
  double parameter_;
};

inline estimate<double> low_outlier_rule::threshold(std::span<const double> values) const {
  if (values.empty())
    return undefined_reason::no_items;
  std::vector<double> work(values.begin(), values.end());
  if (!robust_) {
    const auto flagged = static_cast<std::size_t>(parameter_ * static_cast<double>(work.size()));
    if (flagged == 0)
      return undefined_reason::too_few_items;
    const auto last = work.begin() + static_cast<std::ptrdiff_t>(flagged - 1);
    std::nth_element(work.begin(), last, work.end());
    return *last;
  }
  const double center = median(work);
  for (double& value : work)
    value = std::abs(value - center);
  const double spread = median(work);
  if (spread == 0)
    return undefined_reason::zero_variance;
  constexpr double normal_consistency = 1.482602218505602; // 1 / the normal quantile of 3/4
  return center - parameter_ * normal_consistency * spread;
}

} // namespace tailgate
