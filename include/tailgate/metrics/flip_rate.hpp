// Flip rate: the share of items whose right/wrong outcome changed at all, lost or gained.
//
// Accuracy may stand still while a fifth of the answers flip: what is lost here is gained there,
// and the user of one answer meets another model. Reports of accuracy alone hide it. A flip is not
// a loss, so a gate reports it and does not judge by it unless a margin is set. Not good where
// answers are sampled: two samples of one model flip too, and that noise floor has to be known.
//
// The baseline's own value is 0; the row's `flips` counts every changed item as lost, since for
// this metric any change is for the worse. The interval of independent items is Tango's, which with
// nothing gained has Wilson's upper limit for the flip rate when no item flipped.
//
// Reference: A. Dutta, S. Krishnan, N. Kwatra, R. Ramjee, "Accuracy is not all you need", NeurIPS
// 2024, arXiv:2407.09141.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/outcome_metric.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_outcome.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct flip_rate_traits {
  using observation = paired_outcome;
  static constexpr const char* name = "flip_rate";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static outcome_pair outcomes(const paired_outcome& item) {
    return {false, item.baseline_right != item.candidate_right};
  }
};

} // namespace detail

/// The metric "flip_rate"; may be given an intracluster_correlation. observe() throws
/// argument_error E360 (empty id), E361 (id seen before).
using flip_rate = detail::outcome_metric<detail::flip_rate_traits>;

static_assert(paired_metric<flip_rate>);

} // namespace tailgate
