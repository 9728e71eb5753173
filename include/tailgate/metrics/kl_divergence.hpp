// Kullback-Leibler divergence of the candidate's next-token distribution from the baseline's:
//
//   KL(p || q) = sum over tokens of p (log p - log q),  p baseline, q candidate, in nats.
//
// It sees damage that neither answers nor losses show, because it compares whole distributions;
// it is not a loss of quality by itself, so a gate reports it and does not judge by it unless a
// margin is set. The baseline's own value is 0; the row's difference is the mean over items.
//
// Reference: S. Kullback, R. A. Leibler, Ann. Math. Statist. 22 (1951),
// doi:10.1214/aoms/1177729694.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/item_divergence.hpp>
#include <tailgate/metrics/kl_divergence_reference.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct divergence_traits {
  using observation = item_divergence;
  static constexpr const char* name = "kl_divergence";
  static constexpr const char* unit = "nats per token";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const item_divergence& item) {
    require_value(name, item.id, "the divergence", item.nats);
    return {0, item.nats};
  }
};

} // namespace detail

/// The metric "kl_divergence". observe() throws argument_error E360 (empty id), E361 (id seen
/// before), E362 (a divergence that is NaN, infinite or negative; names the item). The interval's
/// lower end can fall below 0 when few items carry most of the divergence.
using kl_divergence = detail::mean_metric<detail::divergence_traits>;

static_assert(paired_metric<kl_divergence>);

} // namespace tailgate
