// What the library asks of a metric: score one item under both models, merge shards, sum up.
//
//   observe(item)   one item, scored by the baseline and the candidate
//   merge(other)    the items of another shard
//   summary(level)  the row of a breakdown, without stratum and weight
//
// A metric of your own needs these and a type `observation`; `stratified` does the rest. Sums must
// not depend on the order of observe and merge: use stats::stable_sum or sort first.
//
// With these as well its shards can be saved and merged elsewhere:
//
//   name, version   what the saved values mean; a state of another name or version is refused
//   save(writer)    the same bytes for the same items in any order
//   load(reader)    takes the place of what was there; throws and changes nothing on other bytes
//
// and `stratified` makes use of these where they are there:
//
//   require_mergeable(other)   throws what merge(other) would throw
//   merge_checked(other)       merge(other) after that, without checking again
//   share(place)               keeps ids together with other metrics (item_registry)
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
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

/// A metric whose state can be saved.
template <class M>
concept serializable_metric = paired_metric<M> &&
    requires(M m, const M& c, byte_writer& out, byte_reader& in) {
  { M::name } -> std::convertible_to<std::string_view>;
  { M::version } -> std::convertible_to<std::uint32_t>;
  c.save(out);
  m.load(in);
};

} // namespace tailgate
