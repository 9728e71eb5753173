// The KLL sketch: quantiles of a stream in a few kilobytes, mergeable, with the same rank error at
// every quantile.
//
//   level 2   weight 4   [ . . . . . . . . ]     a full level is sorted, every other item is kept
//   level 1   weight 2   [ . . . . . ]           at double weight one level up, the others go; odd
//   level 0   weight 1   [ . . . ]               or even is a random bit, so that errors cancel
//
// Level h below the top holds about k (2/3)^h items, at least 8. Exact while fewer items than the
// levels hold. Rank error, relative to n: for one query at most 2.296 / k^0.9723 with probability
// 0.99, that is 1.33 % at k = 200 (the fit of Apache DataSketches, whose layout this follows). For
// the far tail use req_sketch, whose error shrinks there.
//
// Deterministic: the bits come from the Philox stream of the seed, so that the same items in the
// same order, merged in the same order, give the same sketch on every platform. Another order gives
// another sketch within the same error. Give shards different seeds: equal ones would make their
// errors add instead of cancel.
//
// Memory about 3 k doubles; add is amortised O(log k); merging n sketches is O(n k log k).
//
// Reference: Z. Karnin, K. Lang, E. Liberty, "Optimal quantile approximation in streams", FOCS
// 2016, doi:10.1109/FOCS.2016.17, arXiv:1603.05346.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/quantile_sketch.hpp>
#include <vector>

namespace tailgate::stats {

/// count, retained, exact, quantile and rank are those of detail::quantile_sketch.
class kll_sketch : public detail::quantile_sketch<kll_sketch> {
public:
  static constexpr const char* name = "kll_sketch";

  /// `k` at least 8 sets accuracy and size. Throws argument_error E214 otherwise.
  explicit kll_sketch(std::uint32_t k = 200, std::uint64_t seed = 0) : quantile_sketch(k, seed) {
    if (!possible(k))
      throw argument_error(214, name, "k is " + std::to_string(k) + "; it must be at least 8");
    resize(1);
  }

  /// Adds an item. Throws argument_error E203 for NaN.
  void add(double x) {
    count_item(x);
    levels_.front().push_back(x);
    ++held_;
    compress();
  }

  /// Adds all that `other` has seen. Throws argument_error E215 when k differs.
  void merge(const kll_sketch& other) {
    if (other.k_ != k_)
      throw argument_error(215, "kll_sketch::merge",
          "k is " + std::to_string(k_) + " and " + std::to_string(other.k_) +
              "; only sketches of one k merge");
    if (other.count() == 0)
      return;
    count_items(other);
    const auto levels = other.levels_; // a copy: other may be *this
    held_ += other.held_;
    resize(std::max(levels_.size(), levels.size()));
    for (std::size_t h = 0; h < levels.size(); ++h)
      levels_[h].insert(levels_[h].end(), levels[h].begin(), levels[h].end());
    compress();
  }

  /// Bound of |rank - true rank| for one query, met with probability 0.99; 0 while exact.
  [[nodiscard]] double rank_error() const {
    return exact() ? 0 : 2.296 / std::pow(static_cast<double>(k_), 0.9723);
  }

  /// Appends the whole state, the same bytes on every machine: a loaded sketch goes on bit by bit
  /// as this one does.
  void save(byte_writer& out) const {
    save_kind(out);
    save_counters(out);
    for (const auto& level : levels_)
      save_items(out, level);
  }

  /// Reads what save wrote. Throws format_error E217 for a state that no sketch can be in or that
  /// is of another version, E032 for bytes that end early; allocates only what the bytes hold.
  [[nodiscard]] static kll_sketch load(byte_reader& in) {
    kll_sketch sketch(load_kind(in));
    sketch.resize(sketch.load_counters(in));
    std::uint64_t unseen = sketch.count();
    for (std::size_t h = 0; h < sketch.levels_.size(); ++h) {
      sketch.levels_[h] = sketch.load_items(in, h, unseen);
      sketch.held_ += sketch.levels_[h].size();
    }
    sketch.check_levels(unseen);
    if (sketch.held_ > sketch.room_)
      refuse("the levels hold more than they have room for");
    return sketch;
  }

private:
  friend quantile_sketch;
  static constexpr std::uint32_t signature = 0x006C6C6B; // "kll"
  static constexpr std::uint32_t version = 1;

  [[nodiscard]] static constexpr bool possible(std::uint32_t k) noexcept { return k >= 8; }
  [[nodiscard]] std::size_t level_count() const noexcept { return levels_.size(); }
  [[nodiscard]] const std::vector<double>& level_items(std::size_t h) const { return levels_[h]; }

  void resize(std::size_t levels) {
    levels_.resize(levels);
    capacity_.resize(levels);
    room_ = 0;
    for (std::size_t h = 0; h < levels; ++h) {
      const double share = std::pow(2.0 / 3, static_cast<double>(levels - 1 - h));
      capacity_[h] = std::max<std::size_t>(8, static_cast<std::size_t>(std::lround(k_ * share)));
      room_ += capacity_[h];
    }
  }

  void compress() {
    while (held_ > room_) {
      std::size_t full = 0;
      while (levels_[full].size() < capacity_[full])
        ++full;
      compact(full);
    }
  }

  void compact(std::size_t h) {
    if (h + 1 == levels_.size())
      resize(levels_.size() + 1);
    auto& level = levels_[h];
    std::sort(level.begin(), level.end());
    const std::size_t kept = level.size() % 2; // an odd one stays behind at its weight
    for (std::size_t i = kept + next_bit(h); i < level.size(); i += 2)
      levels_[h + 1].push_back(level[i]);
    held_ -= (level.size() - kept) / 2;
    level.resize(kept);
  }

  std::size_t held_ = 0;
  std::size_t room_ = 0; ///< what the levels hold together
  std::vector<std::vector<double>> levels_;
  std::vector<std::size_t> capacity_; ///< of each level; grows towards the top
};

} // namespace tailgate::stats
