// Exchanging the labels "baseline" and "candidate" at random, in whole groups of items.
//
// Of the groups of a stratum a random half is exchanged, rather than each by a coin: a true
// difference that is the same in all groups then cancels, so that real damage is not taken for
// noise. The choice is keyed by (seed, pass, replicate, stratum, group) alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// The group of every item by stratum; items of a group are exchanged together.
struct item_groups {
  std::vector<std::vector<std::uint32_t>> of_item;
  std::vector<std::uint32_t> count; ///< by stratum
};

class relabelling {
public:
  static constexpr std::size_t most_replicates = 1'000'000;

  /// Throws argument_error E466 for no items, an id twice in one metric, or an item whose cluster
  /// differs between metrics.
  relabelling(std::span<const metric_values> metrics, std::uint64_t seed) : seed_(seed) {
    place_.reserve(metrics.size());
    for (const metric_values& metric : metrics)
      place_.push_back(places_of(metric));
    if (clusters_.of_item.empty())
      refuse("there are no items; give those of the gated metrics");
  }

  [[nodiscard]] const item_groups& clusters() const noexcept { return clusters_; }

  /// Groups of `size` consecutive clusters, fewer where a stratum would have less than `least`
  /// groups. Equal to clusters() when no stratum has enough.
  [[nodiscard]] item_groups neighbours(std::size_t size, std::size_t least) const {
    item_groups groups = clusters_;
    for (std::size_t s = 0; s < groups.count.size(); ++s) {
      const std::size_t clusters = groups.count[s];
      const auto together =
          static_cast<std::uint32_t>(std::max<std::size_t>(1, std::min(size, clusters / least)));
      for (std::uint32_t& g : groups.of_item[s])
        g /= together;
      groups.count[s] = (groups.count[s] + together - 1) / together;
    }
    return groups;
  }

  /// The same groups with the items of each stratum dealt out to them at random.
  [[nodiscard]] item_groups shuffled(item_groups groups, std::uint32_t pass) const {
    for (std::size_t s = 0; s < groups.of_item.size(); ++s) {
      auto random = stream(pass, most_replicates, s, 0);
      auto& of_item = groups.of_item[s];
      for (std::size_t i = of_item.size(); i > 1; --i)
        std::swap(of_item[i - 1], of_item[random.below(static_cast<std::uint32_t>(i))]);
    }
    return groups;
  }

  /// Writes the values of `from` to `to`, exchanged by the draw of (pass, replicate).
  void relabel(std::span<const metric_values> from, std::span<metric_values> to,
      const item_groups& groups, std::uint32_t pass, std::size_t replicate) const {
    std::vector<std::vector<char>> exchanged(groups.count.size());
    for (std::size_t s = 0; s < exchanged.size(); ++s)
      exchanged[s] = half_of(groups.count[s], pass, replicate, s);
    for (std::size_t m = 0; m < from.size(); ++m)
      for (std::size_t i = 0; i < from[m].items.size(); ++i) {
        const auto [stratum, item] = place_[m][i];
        const item_value& source = from[m].items[i];
        const bool swap = exchanged[stratum][groups.of_item[stratum][item]] != 0;
        to[m].items[i].baseline = swap ? source.candidate : source.baseline;
        to[m].items[i].candidate = swap ? source.baseline : source.candidate;
      }
  }

private:
  using place = std::pair<std::uint32_t, std::uint32_t>; ///< stratum, item within it

  struct stratum_index {
    std::uint32_t number;
    std::map<std::string, std::uint32_t> items;
    std::map<std::string, std::uint32_t> clusters;
  };

  [[noreturn]] static void refuse(const std::string& what) {
    throw argument_error(466, "relabelled_noise", what);
  }

  std::vector<place> places_of(const metric_values& metric) {
    std::vector<place> places;
    places.reserve(metric.items.size());
    std::vector<std::vector<char>> seen;
    for (const item_value& item : metric.items) {
      const place at = place_of(item);
      seen.resize(std::max<std::size_t>(seen.size(), at.first + 1));
      auto& here = seen[at.first];
      here.resize(std::max<std::size_t>(here.size(), at.second + 1));
      if (here[at.second] != 0)
        refuse("item '" + item.id + "' is in '" + metric.metric + "' twice; give each id once");
      here[at.second] = 1;
      places.push_back(at);
    }
    return places;
  }

  place place_of(const item_value& item) {
    const auto next = static_cast<std::uint32_t>(index_.size());
    const auto [at, fresh] = index_.try_emplace(item.stratum, stratum_index{next, {}, {}});
    stratum_index& stratum = at->second;
    if (fresh) {
      clusters_.of_item.emplace_back();
      clusters_.count.push_back(0);
    }
    auto& of_item = clusters_.of_item[stratum.number];
    const auto number = static_cast<std::uint32_t>(of_item.size());
    const auto [known, unseen] = stratum.items.try_emplace(item.id, number);
    const std::uint32_t cluster =
        cluster_of(stratum, item, unseen ? nullptr : &of_item[known->second]);
    if (unseen)
      of_item.push_back(cluster);
    else if (of_item[known->second] != cluster)
      refuse("item '" + item.id +
             "' has another cluster in one metric than in another; name the "
             "same one everywhere");
    return {stratum.number, known->second};
  }

  /// An item without a cluster is one of its own.
  std::uint32_t cluster_of(
      stratum_index& stratum, const item_value& item, const std::uint32_t* known) {
    std::uint32_t& count = clusters_.count[stratum.number];
    if (item.cluster.empty())
      return known != nullptr ? *known : count++;
    const auto [at, fresh] = stratum.clusters.try_emplace(item.cluster, count);
    count += fresh;
    return at->second;
  }

  [[nodiscard]] philox_stream stream(
      std::uint32_t pass, std::size_t replicate, std::size_t stratum, std::uint32_t group) const {
    return philox_stream(seed_, static_cast<std::uint32_t>(stratum),
        (std::uint64_t{pass} << 52) | (std::uint64_t{replicate} << 32) | group);
  }

  /// Marks half of the groups; of an odd number the half is rounded at random.
  [[nodiscard]] std::vector<char> half_of(
      std::uint32_t groups, std::uint32_t pass, std::size_t replicate, std::size_t stratum) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> rank(groups);
    for (std::uint32_t g = 0; g < groups; ++g)
      rank[g] = {stream(pass, replicate, stratum, g).bits64(), g};
    const std::uint32_t up = groups % 2 == 0 ? 0 : stream(pass, replicate, stratum, groups)() & 1u;
    const std::uint32_t half = groups / 2 + up;
    std::nth_element(rank.begin(), rank.begin() + half, rank.end());
    std::vector<char> marked(groups, 0);
    for (std::uint32_t i = 0; i < half; ++i)
      marked[rank[i].second] = 1;
    return marked;
  }

  std::uint64_t seed_;
  std::map<stratum_key, stratum_index> index_;
  item_groups clusters_;
  std::vector<std::vector<place>> place_; ///< by metric and item
};

} // namespace tailgate::detail
