// The items of one stratum: their ids, numbered in the order in which they came, and the cluster of
// each. Several metrics over the same items share one (see item_registry.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/name_table.hpp>
#include <vector>

namespace tailgate::detail {

class item_index {
public:
  /// The number of no item.
  static constexpr std::uint32_t none = name_table::none;

  [[nodiscard]] std::size_t size() const noexcept { return cluster_of_.size(); }
  [[nodiscard]] std::string_view id(std::size_t item) const noexcept { return ids_[item]; }

  /// The name of the item's cluster; empty when it has none.
  [[nodiscard]] std::string_view cluster(std::size_t item) const noexcept {
    const std::uint32_t number = cluster_of_[item];
    return number == name_table::none ? std::string_view() : clusters_[number];
  }

  /// The number of the item's cluster, below cluster_names(); name_table::none when it has none.
  [[nodiscard]] std::uint32_t cluster_number(std::size_t item) const noexcept {
    return cluster_of_[item];
  }
  [[nodiscard]] std::size_t cluster_names() const noexcept { return clusters_.size(); }

  /// The number of an item, or none; for `guess` see name_table.
  [[nodiscard]] std::uint32_t find(std::string_view id, std::uint32_t guess) const {
    return ids_.find(id, guess);
  }

  /// The number of an item, which is added with this cluster when it is new. No item changes when
  /// it throws.
  std::uint32_t intern(std::string_view id, std::string_view cluster, std::uint32_t guess) {
    if (guess < size() && ids_[guess] == id)
      return guess;
    make_room(cluster_of_, size() + 1);
    const std::uint32_t number =
        cluster.empty() ? name_table::none
                        : clusters_.intern(cluster, size() == 0 ? none : cluster_of_.back());
    const std::uint32_t item = ids_.intern(id);
    if (item == size())
      cluster_of_.push_back(number);
    return item;
  }

  /// Throws argument_error E371 unless the item is of `cluster`.
  void require_cluster(
      std::string_view metric, std::uint32_t item, std::string_view cluster_said) const {
    if (cluster(item) != cluster_said)
      throw argument_error(371, metric,
          "item '" + std::string(id(item)) + "' is said to be of cluster '" +
              std::string(cluster_said) + "', but is of cluster '" + std::string(cluster(item)) +
              "' in another metric of the same item_registry; an item has one cluster");
  }

private:
  name_table ids_;
  name_table clusters_;
  std::vector<std::uint32_t> cluster_of_;
};

} // namespace tailgate::detail
