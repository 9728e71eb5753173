// Makes breakdowns of two runs, one metric after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <tailgate/harness/comparison_options.hpp>
#include <tailgate/harness/detail/axes_of.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// What an item that the candidate lacks is for a metric.
enum class without_candidate { wrong, left_out };

class run_collector {
public:
  run_collector(const paired_run& runs, const comparison_options& options)
      : runs_(runs), options_(options) {
    const std::size_t strata = runs.baseline->design.strata.size();
    missing_.reserve(strata);
    for (std::size_t s = 0; s < strata; ++s)
      missing_.push_back(runs.missing_items(s));
  }

  /// Adds the result of a metric over `strata`, indices into the design; none when there are none.
  /// `observation` makes what the metric observes of an item_pair. Throws as breakdown::complete.
  template <paired_metric Metric, class Observation>
  void collect(std::span<const std::size_t> strata, without_candidate policy, const Metric& empty,
      Observation observation) {
    if (strata.empty())
      return;
    const run_design& design = runs_.baseline->design;
    std::vector<Metric> metrics(strata.size(), empty);
    std::vector<declared_stratum> declared;
    declared.reserve(strata.size());
    std::vector<std::size_t> position(design.strata.size(), strata.size());
    for (std::size_t i = 0; i < strata.size(); ++i) {
      declared.push_back(design.strata[strata[i]]);
      position[strata[i]] = i;
      if constexpr (requires { metrics[i].share(ids_.of(declared[i].key)); })
        metrics[i].share(ids_.of(declared[i].key));
    }
    for (const item_pair& pair : runs_.items) {
      const std::size_t at = position[pair.baseline->stratum];
      if (at < strata.size() && (pair.candidate || policy == without_candidate::wrong))
        metrics[at].observe(observation(pair));
    }
    std::vector<paired_summary> rows;
    rows.reserve(strata.size());
    for (std::size_t i = 0; i < strata.size(); ++i) {
      rows.push_back(metrics[i].summary(options_.level));
      rows.back().stratum = declared[i].key;
      rows.back().missing_items = missing_[strata[i]];
    }
    results_.push_back(breakdown::complete(
        declared, std::move(rows), axes_of(runs_.baseline->design.axes, declared)));
  }

  [[nodiscard]] std::vector<breakdown> take() && { return std::move(results_); }

private:
  const paired_run& runs_;
  const comparison_options& options_;
  item_registry ids_;
  std::vector<std::size_t> missing_; // by stratum of the design
  std::vector<breakdown> results_;
};

} // namespace tailgate::detail
