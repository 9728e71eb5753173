// The items of smallest rank of one stratum, among all that were offered: a bottom-k sketch.
//
// Holds at most `capacity` items, whatever the number offered, and counts all of them. What it
// holds depends on the set of items only, so that reservoirs of shards merge to the reservoir of
// one pass.
//
// Reference: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007,
// doi:10.1145/1281100.1281133.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <utility>

namespace tailgate {

/// `Payload` is copied or moved in only when its item is kept.
template <class Payload>
class stratum_reservoir {
public:
  struct item {
    std::uint64_t rank;
    std::string id; ///< decides between equal ranks
    double size;
    Payload payload; ///< takes no part in the order
    friend bool operator<(const item& a, const item& b) noexcept {
      return a.rank != b.rank ? a.rank < b.rank : a.id < b.id;
    }
  };

  /// capacity must be at least 1.
  explicit stratum_reservoir(std::size_t capacity) noexcept : capacity_(capacity) {}

  /// Counts the item, and keeps it if its rank is among the smallest so far. O(1) for most items
  /// of a long stream, O(log capacity) and two allocations for the about
  /// capacity (1 + ln(offered / capacity)) that are kept for a while.
  ///
  /// Throws argument_error E311, counting nothing, when the reservoir holds the id already. Two
  /// copies of an item that is among the smallest at the end never pass: both have its rank.
  template <class P>
  void offer(std::uint64_t rank, std::string_view id, double size, P&& payload) {
    if (rank <= limit_)
      keep(item{rank, std::string(id), size, Payload(std::forward<P>(payload))});
    ++offered_;
  }

  /// Takes over what another reservoir of as many items holds. Throws argument_error E311 when both
  /// hold one id; this reservoir is then of no use.
  void merge(stratum_reservoir&& other) {
    while (!other.kept_.empty()) {
      auto node = other.kept_.extract(other.kept_.begin());
      if (node.value().rank > limit_)
        break;
      keep(std::move(node.value()));
    }
    offered_ += other.offered_;
  }

  /// All items offered.
  [[nodiscard]] std::uint64_t offered() const noexcept { return offered_; }
  /// The items kept, by rising rank.
  [[nodiscard]] const std::set<item>& kept() const noexcept { return kept_; }

private:
  void keep(item&& one) {
    const auto [at, inserted] = kept_.insert(std::move(one));
    if (!inserted)
      throw argument_error(311, "stratified_sampler",
          "the id '" + at->id +
              "' is offered twice in one stratum; ids name items, give each its own");
    if (kept_.size() > capacity_)
      kept_.erase(std::prev(kept_.end()));
    if (kept_.size() == capacity_)
      limit_ = kept_.rbegin()->rank;
  }

  std::size_t capacity_;
  std::uint64_t limit_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t offered_ = 0;
  std::set<item> kept_;
};

} // namespace tailgate
