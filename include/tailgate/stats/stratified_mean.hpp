// The mean of a population from simple random samples without replacement in each of its strata,
// with finite-population correction. Stratum h has N_h items of which n_h were drawn, with mean m_h
// and standard deviation s_h; W_h = N_h / N:
//
//   mean = sum W_h m_h,   SE^2 = sum W_h^2 (1 - n_h / N_h) s_h^2 / n_h,   df = sum n_h - strata.
//
// This is the Horvitz-Thompson estimator of the design. The design effect divides SE^2 by the
// variance that a simple random sample of as many items would have had, (1 - n/N) S^2 / n with
//   S^2 = n / (n - 1) sum W_h ((n_h - 1) / n_h s_h^2 + (m_h - mean)^2).
// Above 1 the sampling spent its items away from where the population is: the price of looking
// closely at the tail.
//
// The t interval with df above is what R's survey package gives; it is too short when one stratum
// of few items carries most of the variance.
//
// Reference: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), chapters 5 and 5A; design effect
// as in T. Lumley's survey package, doi:10.18637/jss.v009.i08.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/stable_sum.hpp>

namespace tailgate::stats {

/// What was drawn from one stratum.
struct stratum_sample {
  std::uint64_t population = 0;  ///< N_h, items in the stratum
  std::uint64_t sampled = 0;     ///< n_h <= N_h
  double mean = 0;               ///< of the drawn items; ignored when there are none
  double standard_deviation = 0; ///< with divisor n_h - 1; ignored below two items

  /// From right/wrong outcomes. Throws argument_error E205 when successes > sampled.
  [[nodiscard]] static stratum_sample of_proportion(
      std::uint64_t population, std::uint64_t sampled, std::uint64_t successes) {
    detail::require_successes(successes, sampled, "stratum_sample");
    const double n = static_cast<double>(sampled);
    const double p = sampled == 0 ? 0 : static_cast<double>(successes) / n;
    return {population, sampled, p, sampled < 2 ? 0 : std::sqrt(p * (1 - p) * n / (n - 1))};
  }

  /// From the drawn values.
  [[nodiscard]] static stratum_sample of_values(
      std::uint64_t population, std::span<const double> values) {
    const auto t = paired_t(values);
    const double n = static_cast<double>(values.size());
    return {
        population, values.size(), t.mean.value_or(0), t.standard_error.value_or(0) * std::sqrt(n)};
  }
};

struct stratified_mean_result {
  mean_inference inference;
  estimate<double> design_effect;
};

/// The population mean. The mean is undefined (no items) when the population is empty or a stratum
/// that has items was not sampled: a hole in the sample is never filled with zero. The standard
/// error is undefined (too few items) when a stratum of more than one item has a single one drawn.
/// A stratum drawn wholly adds no variance. Infinite means or deviations, and numbers whose squares
/// leave the range of double, make the result undefined (non-finite input). Throws argument_error
/// E208 when sampled > population, E203 for a NaN mean or deviation. O(strata), no allocation.
[[nodiscard]] inline stratified_mean_result stratified_mean(
    std::span<const stratum_sample> strata) {
  stratified_mean_result result;
  auto& [mean, standard_error, df, skewness, items, clusters] = result.inference;
  double population = 0;
  double sampled = 0;
  bool hole = false;
  bool single = false;
  std::size_t used = 0;
  for (const auto& h : strata) {
    if (h.sampled > h.population)
      throw argument_error(208, "stratified_mean",
          std::to_string(h.sampled) + " items sampled of a stratum of " +
              std::to_string(h.population) + "; without replacement there cannot be more");
    detail::require_number(h.mean, "mean", "stratified_mean");
    detail::require_number(h.standard_deviation, "standard_deviation", "stratified_mean");
    population += static_cast<double>(h.population);
    sampled += static_cast<double>(h.sampled);
    items += static_cast<std::size_t>(h.sampled);
    hole = hole || (h.population > 0 && h.sampled == 0);
    single = single || (h.population > 1 && h.sampled == 1);
    used += h.population > 0 ? 1 : 0;
  }
  clusters = items;
  if (population == 0 || hole) {
    mean = standard_error = result.design_effect = undefined_reason::no_items;
    return result;
  }
  stable_sum weighted;
  for (const auto& h : strata)
    weighted += static_cast<double>(h.population) / population * h.mean;
  mean = detail::finite_estimate(weighted.value());
  if (!mean) {
    standard_error = result.design_effect = mean.why();
    return result;
  }
  df = sampled - static_cast<double>(used);
  if (single || items < 2) {
    standard_error = result.design_effect = undefined_reason::too_few_items;
    return result;
  }
  stable_sum variance;
  stable_sum total_variance;
  for (const auto& h : strata) {
    if (h.population == 0)
      continue;
    const double n = static_cast<double>(h.sampled);
    const double w = static_cast<double>(h.population) / population;
    const double s2 = n < 2 ? 0 : h.standard_deviation * h.standard_deviation;
    variance += w * w * (1 - n / static_cast<double>(h.population)) * s2 / n;
    const double gap = h.mean - mean.value();
    total_variance += w * ((n - 1) / n * s2 + gap * gap);
  }
  standard_error = detail::finite_estimate(std::sqrt(variance.value()));
  const double simple = (1 - sampled / population) * total_variance.value() / (sampled - 1);
  if (simple > 0)
    result.design_effect = detail::finite_estimate(variance.value() / simple);
  else
    result.design_effect = undefined_reason::zero_variance;
  return result;
}

} // namespace tailgate::stats
