// Hajek's estimator of a population mean: sum (y / pi) / sum (1 / pi) over the drawn items.
//
// A ratio of two Horvitz-Thompson totals: nearly unbiased, exact for a constant y (which the
// Horvitz-Thompson mean is not), and in no need of the population's size. The standard error is
// that of the linearised values (y - mean) / N with N = sum 1 / pi, under the design of
// design_estimate.hpp; it is too small for fewer than about 30 items.
//
// Reference: J. Hajek, comment on D. Basu's essay, in Foundations of Statistical Inference (1971);
// C.-E. Sarndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling (1992), 5.7,
// doi:10.1007/978-1-4612-4378-6.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/stats/design_estimate.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// The mean over the population. Parameters, undefined cases and errors as horvitz_thompson_total.
[[nodiscard]] inline design_estimate hajek_mean(std::span<const double> values,
    std::span<const double> inclusion_probability, std::span<const std::uint64_t> stratum_of = {}) {
  detail::require_design(values, inclusion_probability, stratum_of, "hajek_mean");
  if (values.empty())
    return {undefined_reason::no_items, undefined_reason::no_items};
  stable_sum total;
  stable_sum size;
  for (std::size_t i = 0; i < values.size(); ++i) {
    total += values[i] / inclusion_probability[i];
    size += 1 / inclusion_probability[i];
  }
  const auto value = detail::finite_estimate(total.value() / size.value());
  if (!value)
    return {value, value};
  const double mean = value.value();
  std::vector<double> linearised(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    linearised[i] = (values[i] - mean) / size.value();
  return {value, detail::expanded_standard_error(linearised, inclusion_probability, stratum_of)};
}

} // namespace tailgate::stats
