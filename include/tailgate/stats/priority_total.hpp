// The population total from a priority sample, whose items were drawn by size.
//
//   total = sum y / p,   V = sum (1 - p) (y / p)^2
//
// with p = min(1, x t) of an item of size x, t being the rank of the first item not drawn. The
// total is unbiased. Estimates of different items are uncorrelated for two or more drawn items, so
// that V is unbiased as well; the formula for fixed inclusion probabilities in horvitz_thompson.hpp
// would take the chance in t for none and give an interval that is too short.
//
// Reference: N. Duffield, C. Lund, M. Thorup, "Priority sampling for estimation of arbitrary subset
// sums", J. ACM 54 (2007), doi:10.1145/1314690.1314696.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <tailgate/stats/design_estimate.hpp>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/stable_sum.hpp>

namespace tailgate::stats {

/// The total over the population, in the unit of `values`, from independent priority samples of the
/// strata that `stratum_of` names (empty for one). Divide by a known number of items for the mean.
/// Undefined for no items or non-finite ones; the standard error also (too few items) when a
/// stratum that is not drawn wholly has a single item.
/// Throws shape_error E204, argument_error E209. The same bits for every order of the items.
[[nodiscard]] inline design_estimate priority_total(std::span<const double> values,
    std::span<const double> inclusion_probability, std::span<const std::uint64_t> stratum_of = {}) {
  detail::require_design(values, inclusion_probability, stratum_of, "priority_total");
  if (values.empty())
    return {undefined_reason::no_items, undefined_reason::no_items};
  stable_sum total;
  stable_sum variance;
  std::map<std::uint64_t, std::size_t> drawn;
  std::map<std::uint64_t, bool> uncertain;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = inclusion_probability[i];
    const double expanded = values[i] / p;
    total += expanded;
    variance += (1 - p) * expanded * expanded;
    const std::uint64_t stratum = stratum_of.empty() ? 0 : stratum_of[i];
    ++drawn[stratum];
    uncertain[stratum] = uncertain[stratum] || p < 1;
  }
  const auto value = detail::finite_estimate(total.value());
  if (!value)
    return {value, value};
  for (const auto& [stratum, items] : drawn)
    if (items < 2 && uncertain[stratum])
      return {value, undefined_reason::too_few_items};
  return {value, detail::finite_estimate(std::sqrt(variance.value()))};
}

} // namespace tailgate::stats
