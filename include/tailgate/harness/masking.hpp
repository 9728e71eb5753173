// How far a population mean hides its worst stratum.
//
//   masking ratio = worst stratum's loss / population's mean loss
//
// 1 means that the loss is spread evenly; 35 that the worst stratum lost 35 times what the mean
// shows. Undefined when the population did not lose: a mean that rose hides any loss at all. The
// mean is taken over context lengths too, where the strata differ in them: this is the number that
// the reports print, and a number over lengths hides most.
#pragma once

#include <optional>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>

namespace tailgate {

/// How much worse the candidate is, in the metric's unit; negative for a gain.
[[nodiscard]] inline double loss_of(better direction, double difference) noexcept {
  return direction == better::higher ? -difference : difference;
}

/// The stratum with the largest loss among those that are not uninformative and have a defined
/// difference; the first of equal ones, absent when there is none.
[[nodiscard]] inline std::optional<worst_stratum> find_worst(
    std::span<const judged_stratum> strata) {
  std::optional<worst_stratum> worst;
  for (const judged_stratum& s : strata) {
    if (s.decision == verdict::uninformative || !s.summary.difference)
      continue;
    const double difference = s.summary.difference.value();
    const better direction = s.summary.direction;
    if (!worst || loss_of(direction, difference) > loss_of(direction, worst->difference))
      worst = worst_stratum{s.summary.stratum, s.summary.metric, difference};
  }
  return worst;
}

/// Undefined (no loss) when the population's mean did not get worse, (not measured) without a
/// worst stratum, or as the population's difference.
[[nodiscard]] inline estimate<double> masking_ratio(
    const breakdown& result, const std::optional<worst_stratum>& worst) {
  if (!worst)
    return undefined_reason::not_measured;
  const aggregate population = result.population(pooled_over(result.context_axes()));
  return population.read(
      [&](std::span<const paired_summary>, const aggregate_values& total) -> estimate<double> {
        if (!total.difference)
          return total.difference;
        const double mean_loss = loss_of(result.direction(), total.difference.value());
        if (!(mean_loss > 0))
          return undefined_reason::no_loss;
        return loss_of(result.direction(), worst->difference) / mean_loss;
      });
}

} // namespace tailgate
