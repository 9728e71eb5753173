// The REQ sketch: quantiles of a stream with a rank error that shrinks towards one end, for the
// 0.999 quantile of a loss that an additive-error sketch cannot see. Mergeable.
//
//   one compactor   [ sections that may be compacted | the half next to the accurate end: kept ]
//
// Each compactor keeps the items nearest the accurate end and compacts the rest, the sections
// farthest from it most often (on the schedule of trailing ones of a counter), promoting every
// other item at double weight. Odd or even is a random bit, reversed at the next compaction.
//
// Standard error of a rank r, relative to n, for high accuracy: min(0.1306 (1 - r), 0.084) / k,
// that is 0.0109 (1 - r) at the default k = 12: the 0.999 quantile is known to within 0.001 % of n.
// The constants are the fit of Apache DataSketches, whose layout this follows. The first 3 k ranks
// from the accurate end are exact.
//
// Deterministic as kll_sketch: bits from the Philox stream of the seed; give shards different
// seeds. Memory grows with k sqrt(log n) levels; add is amortised O(log k).
//
// Reference: G. Cormode, Z. Karnin, E. Liberty, J. Thaler, P. Vesely, "Relative error streaming
// quantiles", PODS 2021, doi:10.1145/3452021.3458323, arXiv:2004.01668.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/quantile_sketch.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <vector>

namespace tailgate::stats {

/// Which end of the distribution is known best.
enum class accurate_end { high, low };

namespace detail {

/// One level of the sketch: items of equal weight and the schedule of their compaction.
class relative_compactor {
public:
  explicit relative_compactor(std::uint32_t section_size)
      : exact_section_(section_size), section_(section_size) {}

  std::vector<double> items;

  [[nodiscard]] std::size_t capacity() const noexcept {
    return 2 * std::size_t{sections_} * section_;
  }

  /// Moves half of the compacted items to `next`. The level must be at or above its capacity.
  void compact(accurate_end end, std::uint64_t random_bit, std::vector<double>& next) {
    if (end == accurate_end::high)
      std::sort(items.begin(), items.end());
    else
      std::sort(items.begin(), items.end(), std::greater<>());
    const auto due =
        std::min<std::uint32_t>(static_cast<std::uint32_t>(std::countr_one(state_)) + 1, sections_);
    std::size_t kept = capacity() / 2 + std::size_t{sections_ - due} * section_;
    if ((items.size() - kept) % 2 != 0)
      ++kept;
    const std::size_t dropped = items.size() - kept;
    odd_ = state_ % 2 == 1 ? !odd_ : random_bit != 0;
    for (std::size_t i = odd_ ? 1 : 0; i < dropped; i += 2)
      next.push_back(items[i]);
    items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(dropped));
    ++state_;
    grow();
  }

  /// Joins items and schedules of a compactor of the same level.
  void merge(const relative_compactor& other) {
    items.insert(items.end(), other.items.begin(), other.items.end());
    state_ |= other.state_;
    grow();
  }

  [[nodiscard]] std::uint64_t state() const noexcept { return state_; }
  [[nodiscard]] bool odd() const noexcept { return odd_; }

  /// Goes back to a schedule; what was grown follows from it, since a schedule never falls.
  void restore(std::uint64_t state, bool odd) {
    state_ = state;
    odd_ = odd;
    grow();
  }

private:
  /// After 2^(sections - 1) compactions: twice as many sections of 1/sqrt(2) the size.
  void grow() {
    while (sections_ < 64 && state_ >= std::uint64_t{1} << (sections_ - 1)) {
      const double smaller = exact_section_ / std::numbers::sqrt2;
      const auto even = static_cast<std::uint32_t>(2 * std::lround(smaller / 2));
      if (even < 4)
        return;
      exact_section_ = smaller;
      section_ = even;
      sections_ *= 2;
    }
  }

  double exact_section_;
  std::uint32_t section_;
  std::uint32_t sections_ = 3;
  std::uint64_t state_ = 0;
  bool odd_ = false;
};

} // namespace detail

/// count, retained, exact, quantile and rank are those of detail::quantile_sketch.
class req_sketch : public detail::quantile_sketch<req_sketch> {
public:
  static constexpr const char* name = "req_sketch";

  /// `k`, even and at least 4, sets accuracy and size. Throws argument_error E214 otherwise.
  explicit req_sketch(
      std::uint32_t k = 12, accurate_end end = accurate_end::high, std::uint64_t seed = 0)
      : quantile_sketch(k, seed), end_(end) {
    if (!possible(k))
      throw argument_error(
          214, name, "k is " + std::to_string(k) + "; it must be even and at least 4");
    levels_.emplace_back(k);
  }

  /// Adds an item. Throws argument_error E203 for NaN.
  void add(double x) {
    count_item(x);
    levels_.front().items.push_back(x);
    compress();
  }

  /// Adds all that `other` has seen. Throws argument_error E215 when k or the accurate end differs.
  void merge(const req_sketch& other) {
    if (other.k_ != k_ || other.end_ != end_)
      throw argument_error(215, "req_sketch::merge",
          "k is " + std::to_string(k_) + " and " + std::to_string(other.k_) +
              "; only sketches of one k and one accurate end merge");
    if (other.count() == 0)
      return;
    count_items(other);
    const auto levels = other.levels_; // a copy: other may be *this
    resize(std::max(levels_.size(), levels.size()));
    for (std::size_t h = 0; h < levels.size(); ++h)
      levels_[h].merge(levels[h]);
    compress();
  }

  /// The standard error of rank `r` relative to n; 0 while exact and next to the accurate end.
  /// Throws argument_error E201 unless r lies within [0, 1].
  [[nodiscard]] double rank_standard_error(double r) const {
    detail::require_probability(r, "req_sketch::rank_standard_error");
    const double distance = end_ == accurate_end::high ? 1 - r : r;
    if (exact() || distance * static_cast<double>(count()) <= 3.0 * k_)
      return 0;
    return std::min(std::sqrt(0.0512 / 3) * distance, 0.084) / k_;
  }

  /// Appends the whole state, as kll_sketch::save.
  void save(byte_writer& out) const {
    save_kind(out);
    out.put(static_cast<std::uint8_t>(end_));
    save_counters(out);
    for (const auto& level : levels_) {
      out.put(level.state());
      out.put(static_cast<std::uint8_t>(level.odd()));
      save_items(out, level.items);
    }
  }

  /// Reads what save wrote. Throws as kll_sketch::load.
  [[nodiscard]] static req_sketch load(byte_reader& in) {
    const auto k = load_kind(in);
    const auto end = in.get<std::uint8_t>();
    if (end > 1)
      refuse("an accurate end that is neither high nor low");
    req_sketch sketch(k, static_cast<accurate_end>(end));
    sketch.resize(sketch.load_counters(in));
    std::uint64_t unseen = sketch.count();
    for (std::size_t h = 0; h < sketch.levels_.size(); ++h) {
      auto& level = sketch.levels_[h];
      const auto state = in.get<std::uint64_t>();
      const auto odd = in.get<std::uint8_t>();
      // A compaction of level h drops at least two items of weight 2^h.
      if (state > sketch.count() >> h >> 1 || odd > 1)
        refuse("a schedule of level " + std::to_string(h) + " that cannot be");
      level.restore(state, odd != 0);
      level.items = sketch.load_items(in, h, unseen);
      if (level.items.size() >= level.capacity())
        refuse("level " + std::to_string(h) + " holds more than it has room for");
    }
    sketch.check_levels(unseen);
    return sketch;
  }

private:
  friend quantile_sketch;
  static constexpr std::uint32_t signature = 0x00716572; // "req"
  static constexpr std::uint32_t version = 1;

  [[nodiscard]] static constexpr bool possible(std::uint32_t k) noexcept {
    return k >= 4 && k % 2 == 0;
  }
  [[nodiscard]] std::size_t level_count() const noexcept { return levels_.size(); }
  [[nodiscard]] const std::vector<double>& level_items(std::size_t h) const {
    return levels_[h].items;
  }

  void resize(std::size_t levels) { levels_.resize(levels, detail::relative_compactor(k_)); }

  void compress() {
    for (std::size_t h = 0; h < levels_.size(); ++h)
      while (levels_[h].items.size() >= levels_[h].capacity()) {
        if (h + 1 == levels_.size())
          levels_.emplace_back(k_);
        levels_[h].compact(end_, next_bit(h), levels_[h + 1].items);
      }
  }

  accurate_end end_;
  std::vector<detail::relative_compactor> levels_;
};

} // namespace tailgate::stats
