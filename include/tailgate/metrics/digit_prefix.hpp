// Digit prefix: how many leading digits of a numeric answer are right, as a share of the expected
// digits (numeric_grade.hpp). A model that gets 17 of 20 digits of a product right and one that
// answers with a refusal are both wrong to exact match, and far apart here.
//
// Good for long results, whose low digits go first. Not good as a measure of distance: 199 for 200
// has no digit in common with it; read relative_error beside it.
#pragma once

#include <cstdint>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

namespace detail {

struct digit_prefix_traits {
  using observation = paired_numbers;
  static constexpr const char* name = "digit_prefix";
  static constexpr const char* unit = "share of digits";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const paired_numbers& item) {
    const grade_pair grades = grade_both(name, item);
    return {grades.baseline.digit_prefix, grades.candidate.digit_prefix};
  }
};

} // namespace detail

/// The metric "digit_prefix", the mean share within [0, 1]. observe() throws argument_error E360
/// (empty id), E361 (id seen before), E378 (the expected answer is not a number).
using digit_prefix = detail::mean_metric<detail::digit_prefix_traits>;

static_assert(paired_metric<digit_prefix>);

} // namespace tailgate
