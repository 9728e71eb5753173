// The items of an evaluation, kept once for all of its metrics.
//
// A metric has to know its items: a repeated id would shrink every interval unnoticed, and clusters
// decide what is independent. Ten metrics over the same items would keep the same ids ten times,
// and hash each of them ten times. Metrics that are given one registry keep ids and clusters
// together, and their own values in columns beside them:
//
//   characters of id and cluster, 32 bytes, 11 to 21 for a slot an item, once for all metrics
//   the values of a mean metric                                 16 bytes an observation
//   the outcomes of a right/wrong metric                         2 bytes an observation
//
// (and up to as much again where vectors have grown by doubling). Finding an item costs a
// comparison with the one behind the last, as long as metrics see the items in the same order,
// and a hash otherwise. A registry is a saving and nothing else: results and states are the same
// bits with and without it. Metrics may see different items, in different order, and declare
// different strata.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <tailgate/metrics/detail/item_index.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

/// Pass it to the constructor of each `stratified` of one evaluation; it may be gone before they
/// are. Metrics that share one must not be used at the same time from several threads, not even
/// different ones: give every thread a registry of its own, and merge. A copy of a metric shares
/// with no other.
class item_registry {
public:
  item_registry() = default;
  item_registry(const item_registry&) = delete;
  item_registry& operator=(const item_registry&) = delete;

  /// The items of one stratum; for metrics, which take it in share().
  [[nodiscard]] detail::indexed_stratum of(const stratum_key& stratum) {
    const auto [at, fresh] = numbers_.try_emplace(stratum, 0);
    if (fresh)
      at->second = index_->add_stratum();
    return {index_, at->second};
  }

private:
  std::shared_ptr<detail::item_index> index_ = std::make_shared<detail::item_index>();
  std::map<stratum_key, std::uint32_t> numbers_;
};

} // namespace tailgate
