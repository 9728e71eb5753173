// Order of magnitude: the share of numeric answers that have the right sign and lie within a factor
// of ten, exclusive, of the expected number (numeric_grade.hpp). An answer that is not a number
// does not, and where 0 is expected only 0 does.
//
// The right/wrong outcome behind "wrong by a little" and "wrong altogether": its flips are lost
// zeros, lost signs and answers of another scale. Not good for telling small errors, all of which
// it accepts.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/outcome_metric.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct order_of_magnitude_traits {
  using observation = paired_numbers;
  static constexpr const char* name = "order_of_magnitude";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;

  static outcome_pair outcomes(const paired_numbers& item) {
    const grade_pair grades = grade_both(name, item);
    return {!grades.baseline.order_of_magnitude_error, !grades.candidate.order_of_magnitude_error};
  }
};

} // namespace detail

/// The metric "order_of_magnitude"; may be given an intracluster_correlation. observe() throws
/// argument_error E360 (empty id), E361 (id seen before), E378 (the expected answer is not a
/// number).
using order_of_magnitude = detail::outcome_metric<detail::order_of_magnitude_traits>;

static_assert(paired_metric<order_of_magnitude>);

} // namespace tailgate
