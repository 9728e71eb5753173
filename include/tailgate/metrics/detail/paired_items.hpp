// The items of one stratum as one metric has seen them: a column of values beside an index of ids.
//
//   index_    id and cluster of item 0, 1, 2, ... of the stratum, in the order in which any metric
//             that shares the index saw them first
//   values_   the value of each of these items
//   seen_     which items below values_.size() this metric has seen; null as long as it is all
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
#include <numeric>
#include <span>
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

/// One stratum of an index.
struct indexed_stratum {
  std::shared_ptr<item_index> index;
  std::uint32_t number = 0;
};

/// `Value` is small and trivially copyable.
template <class Value>
class paired_items {
public:
  paired_items() = default;
  paired_items(paired_items&&) noexcept = default;
  paired_items& operator=(paired_items&&) noexcept = default;
  ~paired_items() = default;

  /// A copy has an index of its own.
  paired_items(const paired_items& other) { merge(other); }
  paired_items& operator=(const paired_items& other) {
    if (this != &other)
      *this = paired_items(other);
    return *this;
  }

  /// Keeps ids in `place` together with other metrics. Only while there are no items.
  void share(indexed_stratum place) noexcept {
    index_ = std::move(place.index);
    stratum_ = place.number;
  }

  /// Throws argument_error E360 for an empty id, E361 for one that is there already, E371 for an
  /// item that another metric saw in another cluster. Nothing changes when it throws.
  void insert(std::string_view metric, std::string_view id, std::string_view cluster, Value value) {
    if (id.empty())
      throw argument_error(360, metric, "an item has an empty id; runs are paired by it");
    require_index();
    const std::uint32_t number = index_->intern(stratum_, id, cluster);
    const std::uint32_t item = index_->ordinal(number);
    if (contains(item))
      refuse_repeated(metric, id);
    index_->require_cluster(metric, number, cluster);
    put(item, value);
  }

  /// Throws argument_error E361 when both hold an item, E371 when `other` holds one in another
  /// cluster.
  void require_mergeable(std::string_view metric, const paired_items& other) const {
    if (!index_ || !other.index_)
      return;
    std::vector<std::uint32_t>& numbers = index_->numbers_of(other.index_);
    std::uint32_t last = item_index::none;
    other.for_each_number([&](std::uint32_t theirs) {
      std::uint32_t number = numbers[theirs];
      if (number == item_index::none) {
        number = index_->find(stratum_, other.index_->id(theirs), last + 1);
        if (number == item_index::none)
          return;
      }
      if (contains(index_->ordinal(number)))
        refuse_repeated(metric, other.index_->id(theirs));
      if (numbers[theirs] == item_index::none)
        index_->require_cluster(metric, number, other.index_->cluster(theirs));
      last = numbers[theirs] = number;
    });
  }

  /// Adds the items of `other`, for which require_mergeable() has to hold. Nothing changes when it
  /// throws.
  void merge(const paired_items& other) {
    if (other.values_.empty())
      return;
    require_index();
    std::vector<std::uint32_t>& numbers = index_->numbers_of(other.index_);
    std::vector<std::uint32_t> items;
    items.reserve(other.values_.size());
    other.for_each_number([&](std::uint32_t theirs) {
      if (numbers[theirs] == item_index::none)
        numbers[theirs] =
            index_->intern(stratum_, other.index_->id(theirs), other.index_->cluster(theirs));
      items.push_back(index_->ordinal(numbers[theirs]));
    });
    if (!seen_ && !rises_from(values_.size(), items))
      seen_ = std::make_unique<std::vector<bool>>(values_.size(), true);
    make_room_for(*std::max_element(items.begin(), items.end()));
    auto item = items.begin();
    other.for_each_item([&](std::size_t theirs) { put(*item++, other.values_[theirs]); });
  }

  /// require_mergeable(), then merge().
  void merge(std::string_view metric, const paired_items& other) {
    require_mergeable(metric, other);
    merge(other);
  }

  [[nodiscard]] std::size_t size() const noexcept {
    return seen_ ? static_cast<std::size_t>(std::count(seen_->begin(), seen_->end(), true))
                 : values_.size();
  }

  /// Calls f(value) for every item, in an order of no meaning that is always the same for one
  /// object.
  template <class F>
  void for_each(F f) const {
    for_each_item([&](std::size_t item) { f(values_[item]); });
  }

  /// `field` of every item's value, in the order of for_each().
  template <class Field>
  [[nodiscard]] std::vector<double> values(Field field) const {
    std::vector<double> all(size());
    if (!seen_) {
      std::transform(values_.begin(), values_.end(), all.begin(), field);
      return all;
    }
    auto at = all.begin();
    for_each([&](const Value& value) { *at++ = field(value); });
    return all;
  }

  /// The clusters of all items, in the order of for_each().
  [[nodiscard]] cluster_numbers clusters() const {
    cluster_numbers result;
    if (!index_)
      return result;
    const item_index::stratum_items& stratum = index_->stratum(stratum_);
    if (stratum.clusters == 0) {
      result.count = size();
      result.of_item.resize(result.count);
      std::iota(result.of_item.begin(), result.of_item.end(), std::uint64_t{0});
      return result;
    }
    result.of_item.reserve(size());
    constexpr auto unseen = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> numbers(stratum.clusters, unseen);
    for_each_item([&](std::size_t item) {
      const std::uint32_t name = stratum.cluster_of[item];
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
    for_each_number([&](std::uint32_t number) { order.push_back(number); });
    std::sort(order.begin(), order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return index_->id(a) < index_->id(b); });
    out.put(std::uint64_t{order.size()});
    for (const std::uint32_t number : order) {
      out.put(index_->id(number));
      out.put(index_->cluster(number));
      put_value(out, values_[index_->ordinal(number)]);
    }
  }

  /// Replaces the items by what save() wrote; `get_value(byte_reader&)` reads a value. Throws
  /// format_error E032 (cut off), E373 (ids not in rising order) and what get_value throws; nothing
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
    return item < values_.size() && (!seen_ || (*seen_)[item]);
  }

  void require_index() {
    if (!index_) {
      index_ = std::make_shared<item_index>();
      stratum_ = index_->add_stratum();
    }
  }

  /// Calls f(ordinal) for every item, in the order of ordinals.
  template <class F>
  void for_each_item(F f) const {
    for (std::size_t item = 0; item < values_.size(); ++item)
      if (!seen_ || (*seen_)[item])
        f(item);
  }

  /// Calls f(number in the index) for every item, in the order of ordinals.
  template <class F>
  void for_each_number(F f) const {
    for_each_item([&](std::size_t item) { f(index_->stratum(stratum_).numbers[item]); });
  }

  /// Whether the ordinals are first, first + 1, ...
  [[nodiscard]] static bool rises_from(std::size_t first, std::span<const std::uint32_t> items) {
    return std::all_of(
        items.begin(), items.end(), [&](std::uint32_t item) { return item == first++; });
  }

  /// Lets put() of ordinals up to `item` allocate nothing.
  void make_room_for(std::size_t item) {
    make_room(values_, item + 1);
    if (seen_)
      make_room(*seen_, item + 1);
  }

  /// Nothing changes when it throws.
  void put(std::size_t item, Value value) {
    if (!seen_ && item == values_.size()) {
      if (item == values_.capacity()) // as large at once as other metrics have found the stratum
        make_room(values_, std::max(item + 1, index_->stratum(stratum_).numbers.size()));
      values_.push_back(value);
      return;
    }
    if (!seen_)
      seen_ = std::make_unique<std::vector<bool>>(values_.size(), true);
    if (item >= values_.size()) {
      make_room_for(item);
      values_.resize(item + 1);
      seen_->resize(item + 1, false);
    }
    values_[item] = value;
    (*seen_)[item] = true;
  }

  // Small, since there is one a metric and stratum, and items come to all of them in turn.
  std::shared_ptr<item_index> index_;
  std::uint32_t stratum_ = 0; ///< of the index
  std::vector<Value> values_;
  std::unique_ptr<std::vector<bool>> seen_;
};

} // namespace tailgate::detail
