// An estimate from a sample with known inclusion probabilities, with its standard error under the
// sampling design, and the variance formula that such estimates share.
//
// A draw of fixed size within strata has, for expanded values z = y / pi,
//   V = sum over strata of n / (n - 1) sum (1 - pi) (z - zbar)^2,
//   zbar = sum (1 - pi) z / sum (1 - pi).
// For simple random sampling within strata this is the exact unbiased formula with
// finite-population correction; for unequal pi within a stratum it is Hajek's approximation, good
// for the usual fixed-size designs. A stratum drawn with certainty (pi = 1) adds nothing.
//
// Reference: J. Hajek, Annals of Mathematical Statistics 35 (1964), doi:10.1214/aoms/1177700375;
// Y. G. Berger, J. Statistical Planning and Inference 67 (1998), doi:10.1016/S0378-3758(97)00107-1.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// What horvitz_thompson_total and hajek_mean return.
struct design_estimate {
  estimate<double> value;
  estimate<double> standard_error;

  /// value -+ z SE. Undefined as standard_error, or for zero variance.
  [[nodiscard]] estimate<interval> confidence(confidence_level level = default_confidence) const {
    if (!standard_error)
      return standard_error.why();
    if (standard_error.value() == 0)
      return undefined_reason::zero_variance;
    const double reach = normal_critical_value(level) * standard_error.value();
    return interval{value.value() - reach, value.value() + reach};
  }
};

namespace detail {

/// Throws argument_error E209 unless every inclusion probability lies within (0, 1], shape_error
/// E204 when the lengths differ (an empty stratum_of means one stratum).
inline void require_design(std::span<const double> values,
    std::span<const double> inclusion_probability, std::span<const std::uint64_t> stratum_of,
    std::string_view place) {
  require_same_length(
      values.size(), inclusion_probability.size(), "values and inclusion_probability", place);
  if (!stratum_of.empty())
    require_same_length(values.size(), stratum_of.size(), "values and stratum_of", place);
  for (const double pi : inclusion_probability)
    if (!(pi > 0 && pi <= 1))
      throw argument_error(209, place,
          "inclusion probability " + std::to_string(pi) +
              " of a drawn item; it must lie within (0, 1]");
}

/// sqrt(V) of sum y / pi. Undefined (too few items) when a stratum has one item with pi < 1, and
/// (non-finite input) where a square leaves the range of double.
[[nodiscard]] inline estimate<double> expanded_standard_error(std::span<const double> y,
    std::span<const double> pi, std::span<const std::uint64_t> stratum_of) {
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!stratum_of.empty())
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return stratum_of[a] < stratum_of[b]; });
  stable_sum variance;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    stable_sum weights;
    stable_sum weighted;
    for (; last < order.size() &&
           (stratum_of.empty() || stratum_of[order[last]] == stratum_of[order[first]]);
         ++last) {
      const std::size_t i = order[last];
      weights += 1 - pi[i];
      weighted += (1 - pi[i]) * (y[i] / pi[i]);
    }
    const double n = static_cast<double>(last - first);
    if (weights.value() > 0) {
      if (last - first < 2)
        return undefined_reason::too_few_items;
      const double centre = weighted.value() / weights.value();
      for (std::size_t j = first; j < last; ++j) {
        const std::size_t i = order[j];
        const double gap = y[i] / pi[i] - centre;
        variance += n / (n - 1) * (1 - pi[i]) * gap * gap;
      }
    }
    first = last;
  }
  return finite_estimate(std::sqrt(variance.value()));
}

} // namespace detail

} // namespace tailgate::stats
