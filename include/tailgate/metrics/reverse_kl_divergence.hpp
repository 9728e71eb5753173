// Reverse Kullback-Leibler divergence: of the baseline's next-token distribution from the
// candidate's,
//
//   KL(q || p) = sum over tokens of q (log q - log p),  p baseline, q candidate, in nats.
//
// The forward divergence (kl_divergence.hpp) is large where the candidate lost a token that the
// baseline finds likely; this one is large where the candidate finds a token likely that the
// baseline all but excludes: invented continuations. Neither is a loss of quality by itself, so a
// gate reports it and does not judge by it unless a margin is set. The baseline's own value is 0.
//
// Reference: S. Kullback, R. A. Leibler, Ann. Math. Statist. 22 (1951),
// doi:10.1214/aoms/1177729694, which has both directions.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/logit_rows.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/item_divergence.hpp>
#include <tailgate/metrics/kl_divergence_reference.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct reverse_divergence_traits {
  using observation = item_divergence;
  static constexpr const char* name = "reverse_kl_divergence";
  static constexpr const char* unit = "nats per token";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const item_divergence& item) {
    require_value(name, item.id, "the divergence", item.nats);
    return {0, item.nats};
  }
};

} // namespace detail

/// The metric "reverse_kl_divergence". observe() throws argument_error E360 (empty id), E361 (id
/// seen before), E362 (a divergence that is NaN, infinite or negative; names the item).
using reverse_kl_divergence = detail::mean_metric<detail::reverse_divergence_traits>;

static_assert(paired_metric<reverse_kl_divergence>);

/// KL(q || p) in nats of softmax(candidate) from softmax(baseline); everything else as
/// kl_divergence_reference, with the roles exchanged. Throws shape_error E365, argument_error E366,
/// and E379 when the baseline masks a token that the candidate allows.
[[nodiscard]] inline double reverse_kl_divergence_reference(
    std::span<const float> baseline, std::span<const float> candidate) {
  detail::require_one_vocabulary("reverse_kl_divergence_reference", baseline, candidate);
  for (std::size_t i = 0; i < baseline.size(); ++i)
    if (std::isinf(baseline[i]) && baseline[i] < 0 && std::isfinite(candidate[i]))
      throw argument_error(379, "reverse_kl_divergence_reference",
          "token " + std::to_string(i) +
              " is masked by the baseline only; mask the same tokens in both rows");
  return kl_divergence_reference(candidate, baseline);
}

} // namespace tailgate
