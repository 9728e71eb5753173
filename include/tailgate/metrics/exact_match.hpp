// Exact match: the share of items answered right, paired, with Tango's score interval; with
// clusters by the rule of detail/outcome_design_effect.hpp.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/outcome_metric.hpp>
#include <tailgate/metrics/intracluster_correlation.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_outcome.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct exact_match_traits {
  using observation = paired_outcome;
  static constexpr const char* name = "exact_match";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;

  static outcome_pair outcomes(const paired_outcome& item) {
    return {item.baseline_right, item.candidate_right};
  }
};

} // namespace detail

/// The metric "exact_match"; may be given an intracluster_correlation. observe() throws
/// argument_error E360 (empty id), E361 (id seen before).
using exact_match = detail::outcome_metric<detail::exact_match_traits>;

static_assert(paired_metric<exact_match>);

} // namespace tailgate
