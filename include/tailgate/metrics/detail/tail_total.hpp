// The arithmetic of the aggregates whose strata are selected by the data: the worst and the tail.
//
// A selected minimum is biased, and the interval of the stratum that was picked does not cover the
// true worst one at its level. Both functionals here rise with every stratum's difference, so on
// the event that K simultaneous intervals [l_k, u_k] all hold, f(l) <= f(truth) <= f(u). The
// strata's intervals are widened to Bonferroni's level by the ratio of normal quantiles, and cut to
// the values that a difference can take.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/detail/weighted_total.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/cvar.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// How far Bonferroni's bounds of `strata` intervals reach beyond those of one; at least 1.
[[nodiscard]] inline double bonferroni_reach(double level, std::size_t strata) {
  const double tail = stats::confidence_level(level).tail();
  return stats::normal_quantile(tail / static_cast<double>(strata)) / stats::normal_quantile(tail);
}

/// The values that a difference of the row's unit can take.
[[nodiscard]] inline interval difference_range(const paired_summary& row) {
  constexpr double any = std::numeric_limits<double>::infinity();
  return row.unit == "proportion" ? interval{-1, 1} : interval{-any, any};
}

/// The rows' shares of the worst `fraction` of traffic, by one difference a row.
[[nodiscard]] inline std::vector<double> tail_weights(
    std::span<const paired_summary> rows, std::span<const double> differences, double fraction) {
  std::vector<double> losses, frequencies;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    losses.push_back(rows[k].direction == better::higher ? -differences[k] : differences[k]);
    frequencies.push_back(rows[k].weight);
  }
  return stats::tail_shares(losses, frequencies, fraction).value();
}

/// All weight on the single worst value.
[[nodiscard]] inline std::vector<double> worst_weights(
    std::span<const paired_summary> rows, std::span<const double> differences) {
  const bool higher = rows.front().direction == better::higher;
  const auto worst = higher ? std::min_element(differences.begin(), differences.end())
                            : std::max_element(differences.begin(), differences.end());
  std::vector<double> weights(rows.size(), 0.0);
  weights[static_cast<std::size_t>(worst - differences.begin())] = 1;
  return weights;
}

/// The total of the functional whose weights depend on the differences. Undefined when any
/// difference is: an unknown stratum may be the worst.
template <class WeightsOf>
[[nodiscard]] aggregate_values selected_total(
    std::string estimand, std::span<const paired_summary> rows, WeightsOf weights_of) {
  std::vector<double> differences, lower, upper;
  estimate<interval> confidence = interval{0, 0};
  for (const paired_summary& row : rows) {
    if (!row.difference) {
      const undefined_reason why = row.difference.why();
      return {std::move(estimand), why, why, why, why, why};
    }
    const double d = row.difference.value();
    differences.push_back(d);
    if (!row.confidence) {
      confidence = row.confidence.why();
      continue;
    }
    const double reach = bonferroni_reach(row.confidence_level, rows.size());
    const interval range = difference_range(row);
    lower.push_back(std::max(range.lower, d - reach * (d - row.confidence.value().lower)));
    upper.push_back(std::min(range.upper, d + reach * (row.confidence.value().upper - d)));
  }
  const std::vector<double> weights = weights_of(differences);
  aggregate_values total = weighted_point(std::move(estimand), rows, weights);
  const auto bound = [&](const std::vector<double>& limits) {
    const std::vector<double> at = weights_of(limits);
    return std::inner_product(at.begin(), at.end(), limits.begin(), 0.0);
  };
  total.confidence =
      confidence ? estimate<interval>(interval{bound(lower), bound(upper)}) : confidence;
  return total;
}

[[nodiscard]] inline aggregate_values worst_total(std::span<const paired_summary> rows) {
  return selected_total("worst stratum", rows,
      [&](std::span<const double> differences) { return worst_weights(rows, differences); });
}

/// See breakdown::cvar. Throws E357.
[[nodiscard]] inline aggregate_values tail_total(
    std::span<const paired_summary> rows, double fraction) {
  if (!(fraction > 0 && fraction <= 1))
    throw argument_error(357, "breakdown::cvar",
        "fraction is " + number_text(fraction) +
            "; it must be in (0, 1]: the share of everyday traffic that forms the tail");
  return selected_total("mean over the worst " + number_text(fraction) + " of traffic (CVaR)", rows,
      [&](std::span<const double> differences) {
        return tail_weights(rows, differences, fraction);
      });
}

} // namespace tailgate::detail
