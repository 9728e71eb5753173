// Latency: seconds per item under both models, as a plain distribution: the mean difference with
// its t interval, adjusted for skewness, and the quantiles 0.5, 0.9 and 0.99 of both sides and of
// the paired difference.
//
// Says whether a candidate is worth its loss, and where: a mean hides the slow tail that users
// wait for. It is a measurement of one machine at one time. Two runs never agree, so it never
// belongs in a digest or in anything compared with ==, and no gate judges by it unless a margin is
// set. The interval covers the choice of items and not the noise of the machine, the warm-up and
// the order of the runs; measure both models interleaved.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tailgate/metrics/detail/distribution_metric.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

/// How long each model took for one item.
struct paired_latency {
  std::string id;       ///< unique within a stratum
  std::string cluster;  ///< items with an equal, non-empty name are not independent
  double baseline = 0;  ///< seconds, finite, not negative
  double candidate = 0; ///< seconds, finite, not negative
};

namespace detail {

struct latency_traits {
  using observation = paired_latency;
  static constexpr const char* name = "latency";
  static constexpr const char* unit = "seconds";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;
  static constexpr std::array probabilities{0.5, 0.9, 0.99};

  static value_pair values(const paired_latency& item) {
    require_value(name, item.id, "the baseline's latency", item.baseline);
    require_value(name, item.id, "the candidate's latency", item.candidate);
    return {item.baseline, item.candidate};
  }

  template <class F>
  static void for_each_value(const paired_latency& item, F f) {
    f(value_pair{item.baseline, item.candidate});
  }
};

} // namespace detail

/// The metric "latency". observe() throws argument_error E360 (empty id), E361 (id seen before),
/// E362 (a latency that is NaN, infinite or negative; names the item). Values of the distribution
/// are of items.
using latency = detail::distribution_metric<detail::latency_traits>;

static_assert(serializable_metric<latency>);

} // namespace tailgate
