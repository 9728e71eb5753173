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
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/weighted_ranks.hpp>
#include <vector>

namespace tailgate::stats {

class kll_sketch {
public:
  /// `k` at least 8 sets accuracy and size. Throws argument_error E214 otherwise.
  explicit kll_sketch(std::uint32_t k = 200, std::uint64_t seed = 0) : k_(k), seed_(seed) {
    if (k < 8)
      throw argument_error(
          214, "kll_sketch", "k is " + std::to_string(k) + "; it must be at least 8");
    resize(1);
  }

  /// Adds an item. Throws argument_error E203 for NaN.
  void add(double x) {
    detail::require_number(x, "item", "kll_sketch");
    minimum_ = count_ == 0 ? x : std::min(minimum_, x);
    maximum_ = count_ == 0 ? x : std::max(maximum_, x);
    ++count_;
    levels_.front().push_back(x);
    ++retained_;
    compress();
  }

  /// Adds all that `other` has seen. Throws argument_error E215 when k differs.
  void merge(const kll_sketch& other) {
    if (other.k_ != k_)
      throw argument_error(215, "kll_sketch::merge",
          "k is " + std::to_string(k_) + " and " + std::to_string(other.k_) +
              "; only sketches of one k merge");
    if (other.count_ == 0)
      return;
    minimum_ = count_ == 0 ? other.minimum_ : std::min(minimum_, other.minimum_);
    maximum_ = count_ == 0 ? other.maximum_ : std::max(maximum_, other.maximum_);
    count_ += other.count_;
    const auto levels = other.levels_; // a copy: other may be *this
    retained_ += other.retained_;
    resize(std::max(levels_.size(), levels.size()));
    for (std::size_t h = 0; h < levels.size(); ++h)
      levels_[h].insert(levels_[h].end(), levels[h].begin(), levels[h].end());
    compress();
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// Items held: the size of the sketch.
  [[nodiscard]] std::size_t retained() const noexcept { return retained_; }

  /// Whether nothing was dropped, so that every answer is exact.
  [[nodiscard]] bool exact() const noexcept { return levels_.size() == 1; }

  /// The q-quantile, an item of the stream; exact at 0 and 1. Undefined (no items) when empty.
  /// Throws argument_error E201 unless q lies within [0, 1].
  [[nodiscard]] estimate<double> quantile(double q, rank_rule rule = rank_rule::inclusive) const {
    detail::require_probability(q, "kll_sketch::quantile");
    if (count_ == 0)
      return undefined_reason::no_items;
    return q == 0 ? minimum_ : q == 1 ? maximum_ : ranks().quantile(q, rule);
  }

  /// The share of items at most (or below) x, within [0, 1]. Undefined (no items) when empty.
  /// Throws argument_error E203 for NaN.
  [[nodiscard]] estimate<double> rank(double x, rank_rule rule = rank_rule::inclusive) const {
    detail::require_number(x, "x", "kll_sketch::rank");
    if (count_ == 0)
      return undefined_reason::no_items;
    return ranks().rank(x, rule);
  }

  /// Bound of |rank - true rank| for one query, met with probability 0.99; 0 while exact.
  [[nodiscard]] double rank_error() const {
    return exact() ? 0 : 2.296 / std::pow(static_cast<double>(k_), 0.9723);
  }

private:
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
    while (retained_ > room_) {
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
    const std::size_t offset =
        philox_stream(seed_, static_cast<std::uint32_t>(h), compactions_++)() & 1u;
    for (std::size_t i = kept + offset; i < level.size(); i += 2)
      levels_[h + 1].push_back(level[i]);
    retained_ -= (level.size() - kept) / 2;
    level.resize(kept);
  }

  [[nodiscard]] detail::weighted_ranks ranks() const {
    detail::weighted_ranks result;
    for (std::size_t h = 0; h < levels_.size(); ++h)
      for (const double x : levels_[h])
        result.add(x, std::uint64_t{1} << h);
    result.finish();
    return result;
  }

  std::uint32_t k_;
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
  std::uint64_t compactions_ = 0;
  std::size_t retained_ = 0;
  std::size_t room_ = 0; ///< what the levels hold together
  double minimum_ = 0;
  double maximum_ = 0;
  std::vector<std::vector<double>> levels_;
  std::vector<std::size_t> capacity_; ///< of each level; grows towards the top
};

} // namespace tailgate::stats
