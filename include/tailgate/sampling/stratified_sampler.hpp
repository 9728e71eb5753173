// Draws a stratified sample without replacement in one pass over items of any number.
//
//   declared strata --> offer(stratum, id, payload), once an item, in any order, in any shards
//                       --> one reservoir a stratum, of the items with the smallest ranks
//                       --> draw(): N is known by now, the total is shared, each reservoir cut to n
//
// Since the shares depend on how many items each stratum turns out to hold, a reservoir keeps as
// many as its stratum could get at most, the total or its maximum. Memory is bounded by
// strata x total items, whatever the length of the input.
//
// The sample depends on the seed, the declared strata, the ids and, if by size, the sizes: not on
// the order, the split into shards, the number of threads or the platform. Strata and selection are
// described in allocation.hpp and selection.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/error.hpp>
#include <tailgate/sampling/allocation.hpp>
#include <tailgate/sampling/permanent_random_number.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <tailgate/sampling/stratified_sample.hpp>
#include <tailgate/sampling/stratum_reservoir.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// `Payload` is what the caller wants back with a drawn item: where its line starts in the file, by
/// default, or the line itself (std::string).
template <class Payload = std::uint64_t>
class stratified_sampler {
public:
  /// Throws argument_error E300, E301, E302, E307 as allocate.
  explicit stratified_sampler(sampling_request request) : request_(std::move(request)) {
    detail::check_allocation_request(request_.strata, request_.allocation);
    strata_.reserve(request_.strata.size());
    for (const stratum_request& s : request_.strata)
      strata_.push_back(empty_state(s));
  }

  [[nodiscard]] const sampling_request& request() const noexcept { return request_; }

  /// Offers one item of the population. `stratum` is the index of a declared stratum, `id` the
  /// item's name within it, `size` its measure of size, 1 unless the selection is by size.
  ///
  /// Throws argument_error E310 (empty id), E311 (the id was offered before; found with certainty
  /// where it matters to the drawn items, while copies of one that is not drawn only raise the
  /// count of the stratum), E312 (no such stratum), E313 (a size out of range). After an error the
  /// item counts as not offered. About 30 ns and no allocation for an item that is not kept.
  template <class P>
  void offer(std::size_t stratum, std::string_view id, P&& payload, double size = 1) {
    if (stratum >= strata_.size())
      throw argument_error(312, "stratified_sampler",
          "item '" + std::string(id) + "' is of stratum " + std::to_string(stratum) + " of " +
              std::to_string(strata_.size()) +
              "; strata are counted from 0 in the order of the request, and declared first");
    if (id.empty())
      throw argument_error(310, "stratified_sampler",
          "an item of stratum '" + request_.strata[stratum].key.name() +
              "' has an empty id; the draw depends on ids, give each item its own");
    stratum_state& state = strata_[stratum];
    const std::uint64_t hash = hash_of_id(id);
    const std::uint64_t number = permanent_random_number(request_.seed, state.stream, hash);
    if (request_.select == selection::equal_probability && size == 1) {
      state.reservoir.offer(number, id, size, std::forward<P>(payload));
    } else {
      check_size(request_.select, size, id);
      state.reservoir.offer(
          sampling_rank(request_.select, number, size), id, size, std::forward<P>(payload));
      state.total_size += size;
    }
    state.ids += hash;
  }

  /// Declares one more stratum, which may be found after items of others were offered; returns its
  /// index. Throws argument_error E301, E302, E307 as allocate; nothing is then declared.
  /// O(strata).
  std::size_t declare(stratum_request stratum) {
    request_.strata.push_back(std::move(stratum));
    try {
      detail::check_allocation_request(request_.strata, request_.allocation);
      strata_.push_back(empty_state(request_.strata.back()));
    } catch (...) {
      request_.strata.pop_back();
      throw;
    }
    return strata_.size() - 1;
  }

  /// Puts the strata in the order of their keys, so that the sample and its design do not depend on
  /// the order in which strata were declared. Their indices change.
  void sort_strata() {
    std::vector<std::size_t> order(strata_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return request_.strata[a].key < request_.strata[b].key;
    });
    std::vector<stratum_request> requests;
    std::vector<stratum_state> states;
    requests.reserve(order.size());
    states.reserve(order.size());
    for (const std::size_t k : order) {
      requests.push_back(std::move(request_.strata[k]));
      states.push_back(std::move(strata_[k]));
    }
    request_.strata = std::move(requests);
    strata_ = std::move(states);
  }

  /// Adds the items that a sampler of another shard was offered. Throws argument_error E314 when
  /// it was made for another request, E311 when both were offered one item; this sampler is then of
  /// no use.
  void merge(stratified_sampler&& other) {
    if (request_ != other.request_)
      throw argument_error(314, "stratified_sampler::merge",
          "the shards were made for different requests; make all from one (same seed, strata, "
          "allocation)");
    for (std::size_t k = 0; k < strata_.size(); ++k) {
      strata_[k].reservoir.merge(std::move(other.strata_[k].reservoir));
      strata_[k].total_size += other.strata_[k].total_size;
      strata_[k].ids += other.strata_[k].ids;
    }
  }

  /// The sample of all items offered so far. Throws as allocate for the populations found.
  [[nodiscard]] stratified_sample<Payload> draw() const {
    stratified_sample<Payload> sample;
    sampling_design& design = sample.design;
    design.request = request_;
    design.strata.resize(strata_.size());
    for (std::size_t k = 0; k < strata_.size(); ++k)
      design.strata[k].population = strata_[k].reservoir.offered();
    const allocation shares = allocate(request_.strata, design.populations(), request_.allocation);
    sample.items.reserve(static_cast<std::size_t>(request_.allocation.total - shares.unplaced));
    for (std::size_t k = 0; k < strata_.size(); ++k) {
      stratum_design& s = design.strata[k];
      const auto& kept = strata_[k].reservoir.kept();
      s.target = shares.strata[k].target;
      s.sampled = shares.strata[k].items;
      s.ids = strata_[k].ids;
      s.total_size = request_.select == selection::equal_probability
                         ? static_cast<double>(s.population)
                         : strata_[k].total_size.value();
      auto item = kept.begin();
      for (std::uint64_t place = 0; place < s.sampled; ++place, ++item)
        sample.items.push_back({item->id, k, place, item->size, 1, item->payload});
      if (item != kept.end())
        s.threshold = item->rank;
    }
    for (auto& item : sample.items)
      item.inclusion_probability = design.inclusion_probability(item.stratum, item.size);
    return sample;
  }

private:
  struct stratum_state {
    stratum_reservoir<Payload> reservoir;
    std::uint32_t stream;
    std::uint64_t ids = 0;
    stats::stable_sum total_size{};
  };

  [[nodiscard]] stratum_state empty_state(const stratum_request& s) const {
    const std::uint64_t most =
        std::min(detail::maximum_of(s, request_.allocation), request_.allocation.total);
    // one more, for the rank of the first item that is not drawn
    return {stratum_reservoir<Payload>(static_cast<std::size_t>(std::max(most, most + 1))),
        sampling_stream(s.key)};
  }

  sampling_request request_;
  std::vector<stratum_state> strata_;
};

/// Feeds `shards` samplers and merges them: feed(s, sampler) offers the items of shard s. The same
/// sample as one pass, for any split of the items and any executor. Memory as of `shards` samplers.
/// Throws what feed throws, and as merge.
template <class Payload = std::uint64_t, class Feed>
[[nodiscard]] stratified_sampler<Payload> sample_shards(
    const sampling_request& request, std::size_t shards, const Feed& feed, executor_ref exec = {}) {
  stratified_sampler<Payload> whole(request);
  std::vector<stratified_sampler<Payload>> parts(shards, whole);
  exec.parallel_for(shards, [&](std::size_t s) { feed(s, parts[s]); });
  for (auto& part : parts)
    whole.merge(std::move(part));
  return whole;
}

} // namespace tailgate
