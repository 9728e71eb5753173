// The items of one stratum as one metric has seen them: a column of values beside an index of ids.
//
//   index_    id and cluster of item 0, 1, 2, ... in the order of their arrival in any metric
//   values_   the value of item n; present_ says which items this metric has seen, and is empty
//             as long as it has seen all below values_.size()
//
// Every item is kept for two reasons: an item that is scored twice, or a shard that is merged
// twice, would shrink every interval unnoticed, so repeated ids are refused; and a variance needs
// the values. The order of arrival shows in the order in which items are visited, so that what is
// computed from them must not depend on it: sums are exact (stats/stable_sum.hpp), and saved states
// are sorted by id. Memory: see item_registry.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/item_index.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// For items one after the other: the number of their cluster, from 0 by first appearance. An item
/// without a cluster is one of its own.
struct cluster_numbers {
  std::vector<std::uint64_t> of_item;
  std::size_t count = 0;
};

/// `Value` is small and regular.
template <class Value>
class paired_items {
public:
  paired_items() = default;
  paired_items(paired_items&&) noexcept = default;
  paired_items& operator=(paired_items&&) noexcept = default;
  ~paired_items() = default;

  /// A copy has an index of its own, of its own items.
  paired_items(const paired_items& other) {
    if (other.index_ && other.present_.empty() && other.values_.size() == other.index_->size()) {
      index_ = std::make_shared<item_index>(*other.index_);
      values_ = other.values_;
      next_ = other.next_;
    } else {
      add(other);
    }
  }
  paired_items& operator=(const paired_items& other) {
    if (this != &other)
      *this = paired_items(other);
    return *this;
  }

  /// Keeps ids in `index` together with other metrics. Only while there are no items.
  void share(std::shared_ptr<item_index> index) noexcept { index_ = std::move(index); }

  /// Throws argument_error E360 for an empty id, E361 for one that is there already, E371 for an
  /// item that another metric saw in another cluster. Nothing changes when it throws.
  void insert(std::string_view metric, std::string_view id, std::string_view cluster, Value value) {
    if (id.empty())
      throw argument_error(360, metric, "an item has an empty id; runs are paired by it");
    if (!index_)
      index_ = std::make_shared<item_index>();
    const std::uint32_t item = index_->intern(id, cluster, next_);
    if (contains(item))
      refuse_repeated(metric, id);
    index_->require_cluster(metric, item, cluster);
    make_room_for(item);
    put(item, std::move(value));
    next_ = item + 1;
  }

  /// Throws as merge(), without merging.
  void require_mergeable(std::string_view metric, const paired_items& other) const {
    if (!index_)
      return;
    std::uint32_t next = 0;
    other.for_each_item([&](std::uint32_t theirs) {
      const std::string_view id = other.index_->id(theirs);
      const std::uint32_t item = index_->find(id, next);
      if (item == item_index::none)
        return;
      if (contains(item))
        refuse_repeated(metric, id);
      index_->require_cluster(metric, item, other.index_->cluster(theirs));
      next = item + 1;
    });
  }

  /// Adds the items of `other`. Throws argument_error E361 when both hold an item, E371 when they
  /// hold it in different clusters. Nothing changes when it throws.
  void merge(std::string_view metric, const paired_items& other) {
    require_mergeable(metric, other);
    if (index_)
      add(other);
    else
      *this = other;
  }

  [[nodiscard]] std::size_t size() const noexcept {
    return present_.empty()
               ? values_.size()
               : static_cast<std::size_t>(std::count(present_.begin(), present_.end(), true));
  }

  /// Calls f(value) for every item, in an order of no meaning that is always the same for one
  /// object.
  template <class F>
  void for_each(F f) const {
    for_each_item([&](std::uint32_t item) { f(values_[item]); });
  }

  /// `field` of every item's value, in the order of for_each().
  template <class Field>
  [[nodiscard]] std::vector<double> values(Field field) const {
    std::vector<double> all;
    all.reserve(size());
    for_each([&](const Value& value) { all.push_back(field(value)); });
    return all;
  }

  /// The clusters of all items, in the order of for_each().
  [[nodiscard]] cluster_numbers clusters() const {
    cluster_numbers result;
    result.of_item.reserve(size());
    constexpr auto unseen = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> numbers(index_ ? index_->cluster_names() : 0, unseen);
    for_each_item([&](std::uint32_t item) {
      const std::uint32_t name = index_->cluster_number(item);
      if (name == item_index::none) {
        result.of_item.push_back(result.count++);
        return;
      }
      if (numbers[name] == unseen)
        numbers[name] = result.count++;
      result.of_item.push_back(numbers[name]);
    });
    return result;
  }

  /// Writes the items sorted by id: the same bytes for every order of arrival.
  /// `put_value(byte_writer&, const Value&)` writes a value.
  template <class PutValue>
  void save(byte_writer& out, PutValue put_value) const {
    std::vector<std::uint32_t> order;
    order.reserve(size());
    for_each_item([&](std::uint32_t item) { order.push_back(item); });
    std::sort(order.begin(), order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return index_->id(a) < index_->id(b); });
    out.put(std::uint64_t{order.size()});
    for (const std::uint32_t item : order) {
      out.put(index_->id(item));
      out.put(index_->cluster(item));
      put_value(out, values_[item]);
    }
  }

  /// Replaces the items by what save() wrote; `get_value(byte_reader&)` reads a value. Throws
  /// format_error E030 (cut off), E373 (ids not in rising order) and what get_value throws; nothing
  /// changes then.
  template <class GetValue>
  void load(std::string_view metric, byte_reader& in, GetValue get_value) {
    constexpr std::size_t least_bytes = 16; // of an item: the lengths of two texts
    paired_items read;
    std::string_view previous;
    for (std::size_t left = in.count(least_bytes); left > 0; --left) {
      const std::string_view id = in.text();
      const std::string_view cluster = in.text();
      if (id <= previous)
        throw format_error(373, metric,
            "item '" + std::string(id) + "' is saved behind item '" + std::string(previous) +
                "'; a state holds every item once, sorted by id: save the shard again");
      read.insert(metric, id, cluster, get_value(in));
      previous = id;
    }
    *this = std::move(read);
  }

private:
  [[noreturn]] static void refuse_repeated(std::string_view metric, std::string_view id) {
    throw argument_error(361, metric,
        "item '" + std::string(id) +
            "' is there already; score each item once and merge each shard once");
  }

  [[nodiscard]] bool contains(std::size_t item) const noexcept {
    return item < values_.size() && (present_.empty() || present_[item]);
  }

  /// Calls f(number) for every item, in the order of numbers.
  template <class F>
  void for_each_item(F f) const {
    const bool all = present_.empty();
    for (std::size_t item = 0; item < values_.size(); ++item)
      if (all || present_[item])
        f(static_cast<std::uint32_t>(item));
  }

  /// Adds the items of `other`, none of which is there. Nothing changes when it throws.
  void add(const paired_items& other) {
    if (other.values_.empty())
      return;
    if (!index_)
      index_ = std::make_shared<item_index>();
    std::vector<std::uint32_t> items;
    items.reserve(other.values_.size());
    std::uint32_t next = next_;
    std::uint32_t highest = 0;
    other.for_each_item([&](std::uint32_t theirs) {
      const std::uint32_t item =
          index_->intern(other.index_->id(theirs), other.index_->cluster(theirs), next);
      items.push_back(item);
      highest = std::max(highest, item);
      next = item + 1;
    });
    make_room_for(highest);
    auto item = items.begin();
    other.for_each_item([&](std::uint32_t theirs) { put(*item++, other.values_[theirs]); });
    next_ = next;
  }

  /// Lets put() of numbers up to `item` allocate nothing.
  void make_room_for(std::size_t item) {
    make_room(values_, item + 1);
    make_room(present_, item + 1);
  }

  void put(std::size_t item, Value value) noexcept {
    if (present_.empty() && item == values_.size()) {
      values_.push_back(std::move(value));
      return;
    }
    if (present_.empty())
      present_.assign(values_.size(), true);
    if (item >= values_.size()) {
      values_.resize(item + 1);
      present_.resize(item + 1, false);
    }
    values_[item] = std::move(value);
    present_[item] = true;
  }

  std::shared_ptr<item_index> index_;
  std::vector<Value> values_;
  std::vector<bool> present_;
  std::uint32_t next_ = 0; ///< the item that is expected next
};

} // namespace tailgate::detail
