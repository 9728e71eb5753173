// One metric over a declared set of strata: the way from single items to a breakdown.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Not safe for concurrent observe(); give every thread its own and merge. The result does not
/// depend on how items are spread over shards or in which order they come.
template <paired_metric Metric>
class stratified {
public:
  using observation = typename Metric::observation;

  /// Declares the population of this metric; every stratum begins with a copy of `empty`. Throws
  /// argument_error E353, E354, E355 as breakdown::complete does, before anything is measured.
  explicit stratified(std::vector<declared_stratum> declared, const Metric& empty = {})
      : declared_(std::move(declared)), positions_(detail::declared_positions(declared_)),
        metrics_(declared_.size(), empty) {}

  /// Adds an item. Throws argument_error E352 for a stratum that was not declared, and what the
  /// metric throws for its items (E360 to E362).
  void observe(const stratum_key& stratum, const observation& item) {
    const auto at = positions_.find(stratum);
    if (at == positions_.end())
      throw argument_error(352, "stratified::observe",
          "stratum '" + stratum.name() +
              "' is not declared; declare it with its natural frequency");
    metrics_[at->second].observe(item);
  }

  /// Adds the items of another shard. Throws argument_error E363 when its strata differ in any
  /// way, E361 when the shards share an item; the strata before that one are merged already.
  void merge(const stratified& other) {
    if (declared_ != other.declared_)
      throw argument_error(363, "stratified::merge",
          "the shards declare different strata; declare them once and copy the declaration");
    for (std::size_t i = 0; i < metrics_.size(); ++i)
      metrics_[i].merge(other.metrics_[i]);
  }

  /// The result, with intervals of `level`; for a gate at alpha use
  /// stats::confidence_level::one_sided(alpha). Throws incomplete_error E351 while a stratum has
  /// fewer items than its minimum.
  [[nodiscard]] breakdown result(stats::confidence_level level) const {
    std::vector<paired_summary> rows;
    rows.reserve(metrics_.size());
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
      rows.push_back(metrics_[i].summary(level));
      rows.back().stratum = declared_[i].key;
    }
    return breakdown::complete(declared_, std::move(rows));
  }

private:
  std::vector<declared_stratum> declared_;
  std::map<stratum_key, std::size_t> positions_;
  std::vector<Metric> metrics_;
};

} // namespace tailgate
