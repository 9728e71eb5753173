// The arithmetic of the aggregates: weighted means of strata and their intervals.
//
// Variance of a stratified mean: sum of w^2 se^2. The interval recovers that variance from the
// strata's own limits (MOVER; Zou and Donner 2008, doi:10.1002/sim.3095):
//
//   lower = d - sqrt(sum w^2 (d_k - l_k)^2),   upper = d + sqrt(sum w^2 (u_k - d_k)^2)
//
// With t intervals it is t times the stratified standard error; with score intervals a stratum
// without a single flip, whose se is 0, still contributes what its items leave open.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/aggregate_values.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// The sum of weight times field; undefined, with the first reason met, when any field with a
/// positive weight is.
template <class Field>
[[nodiscard]] estimate<double> weighted_sum(
    std::span<const paired_summary> rows, std::span<const double> weights, Field field) {
  double sum = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (weights[k] == 0)
      continue;
    const estimate<double> value = field(rows[k]);
    if (!value)
      return value;
    sum += weights[k] * value.value();
  }
  return sum;
}

[[nodiscard]] inline aggregate_values weighted_point(
    std::string estimand, std::span<const paired_summary> rows, std::span<const double> weights) {
  aggregate_values total;
  total.estimand = std::move(estimand);
  total.baseline = weighted_sum(rows, weights, [](const auto& row) { return row.baseline; });
  total.candidate = weighted_sum(rows, weights, [](const auto& row) { return row.candidate; });
  total.difference = weighted_sum(rows, weights, [](const auto& row) { return row.difference; });
  return total;
}

/// `f` of a defined estimate, or its reason.
template <class T, class F>
[[nodiscard]] estimate<double> transformed(const estimate<T>& from, F f) {
  return from ? estimate<double>(f(from.value())) : estimate<double>(from.why());
}

/// A weighted mean with weights that were fixed before the data were seen.
[[nodiscard]] inline aggregate_values weighted_total(
    std::string estimand, std::span<const paired_summary> rows, std::span<const double> weights) {
  aggregate_values total = weighted_point(std::move(estimand), rows, weights);
  std::vector<double> squares(weights.begin(), weights.end());
  for (double& w : squares)
    w *= w;
  total.standard_error =
      transformed(weighted_sum(rows, squares,
                      [](const auto& row) {
                        return transformed(row.standard_error, [](double se) { return se * se; });
                      }),
          [](double variance) { return std::sqrt(variance); });
  if (!total.difference) {
    total.confidence = total.difference.why();
    return total;
  }
  const auto reach = [&](double interval::*limit) {
    return weighted_sum(rows, squares, [limit](const auto& row) {
      return transformed(row.confidence, [&](const interval& c) {
        const double distance = c.*limit - row.difference.value();
        return distance * distance;
      });
    });
  };
  const estimate<double> below = reach(&interval::lower);
  const estimate<double> above = reach(&interval::upper);
  const double d = total.difference.value();
  total.confidence =
      below
          ? estimate<interval>(interval{d - std::sqrt(below.value()), d + std::sqrt(above.value())})
          : estimate<interval>(below.why());
  return total;
}

} // namespace tailgate::detail
