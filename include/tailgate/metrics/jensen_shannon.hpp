// Jensen-Shannon divergence of the next-token distributions of the two models:
//
//   JS(p, q) = (KL(p || m) + KL(q || m)) / 2,  m = (p + q) / 2,  within [0, ln 2] nats.
//
// Symmetric, and finite where one model excludes a token that the other allows, at which both
// Kullback-Leibler divergences fail; its square root is a metric. The bound keeps a single broken
// position from carrying the mean, and for the same reason hides how broken it is: read
// kl_divergence beside it. It is no loss of quality by itself, so a gate reports it and does not
// judge by it unless a margin is set. The baseline's own value is 0.
//
// Reference: J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37
// (1991), doi:10.1109/18.61115.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <tailgate/metrics/detail/logit_rows.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/item_divergence.hpp>
#include <tailgate/metrics/kl_divergence_reference.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct jensen_shannon_traits {
  using observation = item_divergence;
  static constexpr const char* name = "jensen_shannon";
  static constexpr const char* unit = "nats per token";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const item_divergence& item) {
    constexpr double rounding = 1e-6; // of a caller that computes in single precision
    require_value(name, item.id, "the divergence", item.nats, std::numbers::ln2 + rounding);
    return {0, std::min(item.nats, std::numbers::ln2)};
  }
};

/// What one token adds to JS, from log p and log q, of which at most one is -infinity. At least 0;
/// nothing cancels where p and q nearly agree.
[[nodiscard]] inline double jensen_shannon_term(double log_p, double log_q) {
  const double high = std::exp(std::max(log_p, log_q));
  const double d = std::abs(log_p - log_q);
  const double ratio = std::exp(-d);
  if (d < 1) {
    // With e = (p - q) / (p + q) = tanh(d / 2) the term is m (e d + log(1 - e^2)) / 2.
    const double e = std::tanh(d / 2);
    return high * (1 + ratio) / 4 * (e * d + std::log1p(-e * e));
  }
  const double lower = ratio > 0 ? ratio * d : 0;
  return high / 2 * ((1 + ratio) * (std::numbers::ln2 - std::log1p(ratio)) - lower);
}

} // namespace detail

/// The metric "jensen_shannon". observe() throws argument_error E360 (empty id), E361 (id seen
/// before), E362 (a divergence that is NaN or outside [0, ln 2] by more than rounding; names the
/// item).
using jensen_shannon = detail::mean_metric<detail::jensen_shannon_traits>;

static_assert(paired_metric<jensen_shannon>);

/// JS(p, q) in nats of softmax(baseline) and softmax(candidate), accumulated in double in the order
/// of the vocabulary; the oracle that faster kernels are tested against. Within [0, ln 2]. A token
/// may be masked (-infinity) in one row or in both. Error about vocabulary * 2^-52 of the result,
/// however small it is. Three passes, no allocation.
/// Throws shape_error E365 for rows of different length, argument_error E366 as
/// log_sum_exp_reference.
[[nodiscard]] inline double jensen_shannon_reference(
    std::span<const float> baseline, std::span<const float> candidate) {
  detail::require_one_vocabulary("jensen_shannon_reference", baseline, candidate);
  const double log_p_total = log_sum_exp_reference(baseline);
  const double log_q_total = log_sum_exp_reference(candidate);
  double sum = 0;
  for (std::size_t i = 0; i < baseline.size(); ++i)
    if (!std::isinf(baseline[i]) || !std::isinf(candidate[i]))
      sum += detail::jensen_shannon_term(static_cast<double>(baseline[i]) - log_p_total,
          static_cast<double>(candidate[i]) - log_q_total);
  return std::min(sum, std::numbers::ln2); // rounding can leave a few ulp above for disjoint rows
}

} // namespace tailgate
