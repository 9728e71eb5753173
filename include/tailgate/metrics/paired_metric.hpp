// What the library asks of a metric: score one item under both models, merge shards, sum up.
//
//   observe(item)   one item, scored by the baseline and the candidate
//   merge(other)    the items of another shard
//   summary(level)  the row of a breakdown, without stratum and weight
//
// A metric of your own needs these and a type `observation`; `stratified` does the rest. Sums must
// not depend on the order of observe and merge: use stats::stable_sum or sort first.
#pragma once

#include <concepts>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>

namespace tailgate {

template <class M>
concept paired_metric = std::default_initializable<M> && std::copyable<M> &&
    requires(M m, const M& c, const typename M::observation& item, stats::confidence_level level) {
  m.observe(item);
  m.merge(c);
  { c.summary(level) } -> std::same_as<paired_summary>;
};

} // namespace tailgate
