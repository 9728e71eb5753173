// The items of an evaluation, kept once for all of its metrics.
//
// A metric has to know its items: a repeated id would shrink every interval unnoticed, and clusters
// decide what is independent. Ten metrics over the same items would keep the same ids ten times,
// and hash each of them ten times. Metrics that are given one registry keep the ids together, by
// stratum, and their own values in columns beside them:
//
//   id, end and slot of the id, number of the cluster   some 40 bytes an item, once
//   the values of a mean metric                         16 bytes an observation
//   the outcomes of a right/wrong metric                 2 bytes an observation
//
// (with up to as much again where vectors have grown by doubling). A registry is a saving and
// nothing else: results and states are the same bits with and without it. Metrics may see different
// items, in different order, and declare different strata.
#pragma once

#include <map>
#include <memory>
#include <tailgate/metrics/detail/item_index.hpp>
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
  item_registry(item_registry&&) noexcept = default;
  item_registry& operator=(item_registry&&) noexcept = default;

  /// The items of one stratum; for metrics, which take it in share().
  [[nodiscard]] std::shared_ptr<detail::item_index> of(const stratum_key& stratum) {
    auto& index = strata_[stratum];
    if (!index)
      index = std::make_shared<detail::item_index>();
    return index;
  }

private:
  std::map<stratum_key, std::shared_ptr<detail::item_index>> strata_;
};

} // namespace tailgate
