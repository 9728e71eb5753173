// The Horvitz-Thompson estimator of a population total: sum y / pi over the drawn items, pi being
// each one's probability of being drawn. Unbiased for every design that can draw every item.
//
// Divided by a known population size it is the estimator of the mean; where the size is unknown, or
// the sample size varies, hajek_mean has the smaller variance.
//
// Reference: D. G. Horvitz, D. J. Thompson, JASA 47 (1952), doi:10.1080/01621459.1952.10483446.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/stats/design_estimate.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/stable_sum.hpp>

namespace tailgate::stats {

/// The total over the population, in the unit of `values`. `inclusion_probability[i]` is that of
/// drawn item i, within (0, 1]; `stratum_of` names the strata within which the draw had a fixed
/// size, empty for one. Undefined for no items or non-finite ones; the standard error (see
/// design_estimate.hpp) needs two items in each stratum not drawn wholly.
/// Throws shape_error E204, argument_error E209. The same bits for every order of the items.
[[nodiscard]] inline design_estimate horvitz_thompson_total(std::span<const double> values,
    std::span<const double> inclusion_probability, std::span<const std::uint64_t> stratum_of = {}) {
  detail::require_design(values, inclusion_probability, stratum_of, "horvitz_thompson_total");
  if (values.empty())
    return {undefined_reason::no_items, undefined_reason::no_items};
  stable_sum total;
  for (std::size_t i = 0; i < values.size(); ++i)
    total += values[i] / inclusion_probability[i];
  const auto value = detail::finite_estimate(total.value());
  if (!value)
    return {value, value};
  return {value, detail::expanded_standard_error(values, inclusion_probability, stratum_of)};
}

} // namespace tailgate::stats
