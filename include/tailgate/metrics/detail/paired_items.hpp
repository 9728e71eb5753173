// The items of one stratum as one metric has seen them, kept by id.
//
// Every item is kept, some 100 bytes each, for two reasons: a shard that is merged twice, or an
// item that is scored twice, would shrink every interval unnoticed, so repeated ids are refused;
// and iteration in the order of ids makes results independent of the order of arrival.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

template <class Value>
class paired_items {
public:
  /// Throws argument_error E360 for an empty id, E361 for one that is there already.
  void insert(std::string_view metric, const std::string& id, std::string cluster, Value value) {
    if (id.empty())
      throw argument_error(360, metric, "an item has an empty id; runs are paired by id");
    if (!items_.emplace(id, item{std::move(cluster), std::move(value)}).second)
      refuse_repeated(metric, id);
  }

  /// Adds the items of `other`; nothing changes when it throws argument_error E361.
  void merge(std::string_view metric, const paired_items& other) {
    for (const auto& entry : other.items_)
      if (items_.contains(entry.first))
        refuse_repeated(metric, entry.first);
    items_.insert(other.items_.begin(), other.items_.end());
  }

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

  /// Calls f(value) for every item, in the order of ids.
  template <class F>
  void for_each(F f) const {
    for (const auto& entry : items_)
      f(entry.second.value);
  }

  /// `field` of every item's value, in the order of ids.
  template <class Field>
  [[nodiscard]] std::vector<double> values(Field field) const {
    std::vector<double> all;
    all.reserve(items_.size());
    for_each([&](const Value& value) { all.push_back(field(value)); });
    return all;
  }

  /// A number for every item's cluster, in the order of ids: equal for items whose cluster names
  /// are equal and not empty; an item without a cluster is one of its own.
  [[nodiscard]] std::vector<std::uint64_t> clusters() const {
    std::map<std::string_view, std::uint64_t> numbers;
    std::vector<std::uint64_t> all;
    all.reserve(items_.size());
    std::uint64_t next = 0;
    for (const auto& entry : items_) {
      const std::string& name = entry.second.cluster;
      if (name.empty())
        all.push_back(next++);
      else if (const auto [at, fresh] = numbers.emplace(name, next); fresh)
        all.push_back(next++);
      else
        all.push_back(at->second);
    }
    return all;
  }

private:
  struct item {
    std::string cluster;
    Value value;
  };

  [[noreturn]] static void refuse_repeated(std::string_view metric, const std::string& id) {
    throw argument_error(361, metric,
        "item '" + id + "' is there already; score each item once and merge each shard once");
  }

  std::map<std::string, item> items_;
};

} // namespace tailgate::detail
