// Relative error of numeric answers: |x - y| / max(|x|, |y|), within [0, 2] (numeric_grade.hpp). An
// answer that is not a number counts as 2, so that falling silent never improves the mean.
//
// Bounded, hence one absurd answer cannot carry a stratum; for equal signs an answer ten times too
// large (0.9) and one a thousand times too large (0.999) are therefore almost alike, which
// order_of_magnitude tells apart from an answer that is merely rounded. Not good where the expected
// answer is 0: every other answer then counts as 1.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct relative_error_traits {
  using observation = paired_numbers;
  static constexpr const char* name = "relative_error";
  static constexpr const char* unit = "symmetric relative error";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const paired_numbers& item) {
    const grade_pair grades = grade_both(name, item);
    return {grades.baseline.relative_error, grades.candidate.relative_error};
  }
};

} // namespace detail

/// The metric "relative_error", the mean within [0, 2]. observe() throws argument_error E360 (empty
/// id), E361 (id seen before), E378 (the expected answer is not a number).
using relative_error = detail::mean_metric<detail::relative_error_traits>;

static_assert(paired_metric<relative_error>);

} // namespace tailgate
