// The items of an evaluation: which id and which cluster has item 0, 1, 2, ... of each stratum, in
// the order in which any metric saw them first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/grouped_names.hpp>
#include <vector>

namespace tailgate::detail {

class item_index {
public:
  /// The number of no item, and of no cluster.
  static constexpr std::uint32_t none = grouped_names::none;

  /// One stratum's part. An item's place in it is its ordinal.
  struct stratum_items {
    std::vector<std::uint32_t> numbers;    ///< of the items
    std::vector<std::uint32_t> cluster_of; ///< of the items; below `clusters`, or none
    std::uint32_t clusters = 0;            ///< named ones
  };

  /// The number of a new stratum.
  [[nodiscard]] std::uint32_t add_stratum() {
    strata_.emplace_back();
    return static_cast<std::uint32_t>(strata_.size() - 1);
  }
  [[nodiscard]] const stratum_items& stratum(std::uint32_t number) const noexcept {
    return strata_[number];
  }

  [[nodiscard]] std::string_view id(std::uint32_t item) const noexcept { return ids_[item]; }
  [[nodiscard]] std::uint32_t ordinal(std::uint32_t item) const noexcept {
    return ids_.ordinal(item);
  }
  /// The name of the item's cluster; empty when it has none.
  [[nodiscard]] std::string_view cluster(std::uint32_t item) const noexcept {
    const std::size_t begin = item == 0 ? 0 : cluster_ends_[item - 1];
    return {cluster_text_.data() + begin, cluster_ends_[item] - begin};
  }

  /// The number of an item, or none. `guess` is tried before the id is hashed.
  [[nodiscard]] std::uint32_t find(
      std::uint32_t stratum, std::string_view id, std::uint32_t guess) const {
    return ids_.is(guess, stratum, id) ? guess : ids_.find(stratum, id);
  }

  /// The number of an item, which is added with this cluster when it is new. No item changes when
  /// it throws. The item behind the last one and the last one itself are tried before the id is
  /// hashed: metrics see the same items in the same order, each in its turn or one after the other.
  std::uint32_t intern(std::uint32_t stratum, std::string_view id, std::string_view cluster) {
    if (ids_.is(last_ + 1, stratum, id))
      return ++last_;
    if (!ids_.is(last_, stratum, id))
      last_ = add(stratum, id, cluster);
    return last_;
  }

  /// For every item of `other` its number here, or none where it was not looked up yet: whoever
  /// looks one up notes it, so that the metrics that share an index look up each item of another
  /// only once. Kept for one other index at a time.
  [[nodiscard]] std::vector<std::uint32_t>& numbers_of(const std::shared_ptr<item_index>& other) {
    if (noted_.lock() != other) {
      noted_ = other;
      numbers_of_noted_.clear();
    }
    numbers_of_noted_.resize(other->ids_.size(), none);
    return numbers_of_noted_;
  }

  /// Throws argument_error E371 unless the item is of `said`.
  void require_cluster(std::string_view metric, std::uint32_t item, std::string_view said) const {
    if (!same_text(cluster(item), said))
      throw argument_error(371, metric,
          "item '" + std::string(id(item)) + "' is said to be of cluster '" + std::string(said) +
              "', but is of cluster '" + std::string(cluster(item)) +
              "' in another metric of the same item_registry; an item has one cluster");
  }

private:
  std::uint32_t add(std::uint32_t stratum, std::string_view id, std::string_view cluster) {
    stratum_items& members = strata_[stratum];
    const std::uint32_t name =
        cluster.empty() ? none : clusters_.intern(stratum, cluster, members.clusters);
    if (name != none && clusters_.ordinal(name) == members.clusters)
      ++members.clusters;
    make_room(cluster_ends_, cluster_ends_.size() + 1);
    make_room(members.numbers, members.numbers.size() + 1);
    make_room(members.cluster_of, members.cluster_of.size() + 1);
    cluster_text_.resize(cluster_ends_.empty() ? 0 : cluster_ends_.back());
    cluster_text_.append(cluster); // stays without an end, unless the item turns out to be new
    const std::uint32_t item =
        ids_.intern(stratum, id, static_cast<std::uint32_t>(members.numbers.size()));
    if (item == cluster_ends_.size()) {
      cluster_ends_.push_back(cluster_text_.size());
      members.numbers.push_back(item);
      members.cluster_of.push_back(name == none ? none : clusters_.ordinal(name));
    }
    return item;
  }

  grouped_names ids_;
  grouped_names clusters_;
  std::string cluster_text_; ///< of all items, one after the other: read as a stream, as the ids
  std::vector<std::size_t> cluster_ends_; ///< by item: where its cluster ends in it
  std::vector<stratum_items> strata_;
  std::weak_ptr<item_index> noted_;
  std::vector<std::uint32_t> numbers_of_noted_;
  std::uint32_t last_ = none; ///< the item that was asked for last
};

} // namespace tailgate::detail
