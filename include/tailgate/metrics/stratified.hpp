// One metric over a declared set of strata: the way from single items to a breakdown.
//
// A few items, or a single metric:                  Millions of items, several metrics:
//
//   stratified<exact_match> right(declared);          item_registry items;
//   right.observe(key, item);                         stratified<exact_match> right(declared,
//   items); right.result(level);                              stratified<next_token_loss>
//   loss(declared, items);
//                                                     right.observe(right.position(key), item);
//
// A registry keeps the ids once for all metrics, and a position saves looking up the key; neither
// changes a bit of any result.
//
// Shards that were measured by other processes come as bytes: state() there, merge_state() here.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/metric_state.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/strata/axis.hpp>
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
      : stratified(std::move(declared), item_registry(), empty) {}

  /// The same, with the ids of items kept in `items` together with other metrics.
  stratified(std::vector<declared_stratum> declared, item_registry& items, const Metric& empty = {})
      : declared_(std::move(declared)), positions_(detail::declared_positions(declared_)),
        empty_(empty), metrics_(declared_.size(), empty) {
    if constexpr (requires(Metric & m) { m.share(items.of(stratum_key())); })
      for (std::size_t i = 0; i < metrics_.size(); ++i)
        metrics_[i].share(items.of(declared_[i].key));
  }

  /// Where a stratum stands in the declaration. Throws argument_error E352 for one that was not
  /// declared. O(log K) comparisons of keys for K strata.
  [[nodiscard]] std::size_t position(const stratum_key& stratum) const {
    const auto at = positions_.find(stratum);
    if (at == positions_.end())
      throw argument_error(352, "stratified::observe",
          "stratum '" + stratum.name() +
              "' is not declared; declare it with its natural frequency");
    return at->second;
  }

  /// Adds an item. Throws argument_error E352 for a stratum that was not declared, and what the
  /// metric throws for its items (E360 to E362, E371).
  void observe(const stratum_key& stratum, const observation& item) {
    metrics_[position(stratum)].observe(item);
  }

  /// The same by the stratum's position in the declaration. O(1) on average.
  void observe(std::size_t position, const observation& item) {
    if (position >= metrics_.size())
      throw argument_error(352, "stratified::observe",
          "position " + std::to_string(position) + " is behind the " +
              std::to_string(metrics_.size()) + " declared strata; take it from position()");
    metrics_[position].observe(item);
  }

  /// Adds the items of another shard. Throws argument_error E363 when its strata differ in any
  /// way, and what the metric throws (E361 when the shards share an item). Nothing changes then,
  /// for a metric with require_mergeable(); otherwise the strata before are merged already.
  void merge(const stratified& other) {
    if (declared_ != other.declared_)
      throw argument_error(363, "stratified::merge",
          "the shards declare different strata; declare them once and copy the declaration");
    if constexpr (requires(const Metric& m) { m.require_mergeable(m); })
      for (std::size_t i = 0; i < metrics_.size(); ++i)
        metrics_[i].require_mergeable(other.metrics_[i]);
    for (std::size_t i = 0; i < metrics_.size(); ++i)
      if constexpr (requires(Metric & m) { m.merge_checked(m); })
        metrics_[i].merge_checked(other.metrics_[i]);
      else
        metrics_[i].merge(other.metrics_[i]);
  }

  /// All that was observed, as bytes for merge_state(): see metric_state.hpp. The same bytes for
  /// the same items in any order, on any machine. O(n log n).
  [[nodiscard]] std::string state() const requires serializable_metric<Metric> {
    return sealed_metric_state(identity(), [&](byte_writer& out) {
      for (const Metric& metric : metrics_)
        metric.save(out);
    });
  }

  /// Adds the items of a saved shard. Throws format_error E372 (not a state), E373 (damaged), E374
  /// (another format), E032 (of another length than it says), argument_error E375 (another metric
  /// or version), E376 (other strata), and what load() and merge() throw (E361, E377). Nothing
  /// changes then, as for merge().
  void merge_state(std::string_view bytes) requires serializable_metric<Metric> {
    byte_reader in = opened_metric_state(bytes, identity());
    stratified shard(declared_, empty_);
    for (Metric& metric : shard.metrics_)
      metric.load(in);
    in.finish();
    merge(shard);
  }

  /// The result, with intervals of `level`; for a gate at alpha use
  /// stats::confidence_level::one_sided(alpha). `axes` tells which axes of the strata are ordered,
  /// see breakdown. Throws incomplete_error E351 while a stratum has fewer items than its minimum,
  /// argument_error E388, E389 for axes that the strata do not have.
  [[nodiscard]] breakdown result(stats::confidence_level level, std::vector<axis> axes = {}) const {
    std::vector<paired_summary> rows;
    rows.reserve(metrics_.size());
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
      rows.push_back(metrics_[i].summary(level));
      rows.back().stratum = declared_[i].key;
    }
    return breakdown::complete(declared_, std::move(rows), std::move(axes));
  }

private:
  stratified(std::vector<declared_stratum> declared, item_registry&& items, const Metric& empty)
      : stratified(std::move(declared), items, empty) {}

  [[nodiscard]] metric_identity identity() const {
    return {Metric::name, Metric::version, declared_};
  }

  std::vector<declared_stratum> declared_;
  std::map<stratum_key, std::size_t> positions_;
  Metric empty_;
  std::vector<Metric> metrics_;
};

} // namespace tailgate
