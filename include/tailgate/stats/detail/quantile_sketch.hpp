// What the sketches of quantiles share: levels of items whose weight doubles from one to the next,
// the questions asked of them, and the state as bytes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/detail/weighted_ranks.hpp>
#include <vector>

namespace tailgate::stats::detail {

/// The base of a sketch. `Sketch` has a static `name`, and level_count() and level_items(h): level
/// h holds items of weight 2^h, which add up to the number of items seen.
template <class Sketch>
class quantile_sketch {
public:
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// Items held: the size of the sketch.
  [[nodiscard]] std::size_t retained() const noexcept {
    std::size_t total = 0;
    for (std::size_t h = 0; h < self().level_count(); ++h)
      total += self().level_items(h).size();
    return total;
  }

  /// Whether nothing was dropped, so that every answer is exact.
  [[nodiscard]] bool exact() const noexcept { return self().level_count() == 1; }

  /// The q-quantile, an item of the stream; exact at 0 and 1. Undefined (no items) when empty.
  /// Throws argument_error E201 unless q lies within [0, 1].
  [[nodiscard]] estimate<double> quantile(double q, rank_rule rule = rank_rule::inclusive) const {
    require_probability(q, Sketch::name);
    if (count_ == 0)
      return undefined_reason::no_items;
    return q == 0 ? minimum_ : q == 1 ? maximum_ : ranks().quantile(q, rule);
  }

  /// The share of items at most (or below) x, within [0, 1]. Undefined (no items) when empty.
  /// Throws argument_error E203 for NaN.
  [[nodiscard]] estimate<double> rank(double x, rank_rule rule = rank_rule::inclusive) const {
    require_number(x, "x", Sketch::name);
    if (count_ == 0)
      return undefined_reason::no_items;
    return ranks().rank(x, rule);
  }

protected:
  quantile_sketch(std::uint32_t k, std::uint64_t seed) : k_(k), seed_(seed) {}

  /// Counts an item. Throws argument_error E203 for NaN.
  void count_item(double x) {
    require_number(x, "item", Sketch::name);
    minimum_ = count_ == 0 ? x : std::min(minimum_, x);
    maximum_ = count_ == 0 ? x : std::max(maximum_, x);
    ++count_;
  }

  /// Counts the items of `other`, which must have some.
  void count_items(const quantile_sketch& other) {
    minimum_ = count_ == 0 ? other.minimum_ : std::min(minimum_, other.minimum_);
    maximum_ = count_ == 0 ? other.maximum_ : std::max(maximum_, other.maximum_);
    count_ += other.count_;
  }

  /// The random bit of the next compaction, at level h.
  [[nodiscard]] std::uint32_t next_bit(std::size_t h) {
    return philox_stream(seed_, static_cast<std::uint32_t>(h), compactions_++)() & 1u;
  }

  /// What kind of state follows, of which version, and k.
  void save_kind(byte_writer& out) const {
    out.put(Sketch::signature);
    out.put(Sketch::version);
    out.put(k_);
  }

  /// Returns the k of a state of this kind and version. Throws format_error E217.
  [[nodiscard]] static std::uint32_t load_kind(byte_reader& in) {
    if (in.get<std::uint32_t>() != Sketch::signature)
      refuse("another kind of state");
    if (const auto found = in.get<std::uint32_t>(); found != Sketch::version)
      refuse("version " + std::to_string(found) + " where " + std::to_string(Sketch::version) +
             " is read");
    const auto k = in.get<std::uint32_t>();
    if (!Sketch::possible(k))
      refuse("k is " + std::to_string(k));
    return k;
  }

  /// Seed, counters, extremes and the number of levels.
  void save_counters(byte_writer& out) const {
    out.put(seed_);
    out.put(compactions_);
    out.put(count_);
    out.put(minimum_);
    out.put(maximum_);
    out.put(static_cast<std::uint8_t>(self().level_count()));
  }

  static void save_items(byte_writer& out, const std::vector<double>& items) {
    out.put(std::uint64_t{items.size()});
    for (const double x : items)
      out.put(x);
  }

  /// Restores what save_counters wrote and returns the number of levels. Throws format_error E217.
  [[nodiscard]] std::size_t load_counters(byte_reader& in) {
    seed_ = in.get<std::uint64_t>();
    compactions_ = in.get<std::uint64_t>();
    count_ = in.get<std::uint64_t>();
    minimum_ = in.get<double>();
    maximum_ = in.get<double>();
    const std::size_t levels = in.get<std::uint8_t>();
    // Each compaction merges at least two items, and an item of the top level stands for 2^top.
    if (compactions_ > count_ / 2)
      refuse(std::to_string(compactions_) + " compactions of " + std::to_string(count_) + " items");
    if (count_ == 0 ? minimum_ != 0 || maximum_ != 0 : !(minimum_ <= maximum_))
      refuse("a smallest item above the largest");
    if (levels == 0 || levels > 64 || (levels > 1 && count_ >> (levels - 1) == 0))
      refuse(std::to_string(levels) + " levels for " + std::to_string(count_) + " items");
    return levels;
  }

  /// The items of level h, which take `unseen` down by their weight. Throws format_error E217,
  /// E032.
  [[nodiscard]] std::vector<double> load_items(
      byte_reader& in, std::size_t h, std::uint64_t& unseen) const {
    const std::size_t size = in.count(sizeof(double));
    if (size > unseen >> h)
      refuse("level " + std::to_string(h) + " holds more weight than there are items");
    unseen -= std::uint64_t{size} << h;
    std::vector<double> items(size);
    for (double& x : items) {
      x = in.get<double>();
      if (!(x >= minimum_ && x <= maximum_))
        refuse("an item of level " + std::to_string(h) + " outside the extremes");
    }
    return items;
  }

  /// The checks that need all items. Throws format_error E217.
  void check_levels(std::uint64_t unseen) const {
    if (unseen != 0)
      refuse(std::to_string(unseen) + " items are in no level");
    const auto& top = self().level_items(self().level_count() - 1);
    if (top.empty() && count_ != 0)
      refuse("nothing in the top level");
    if (!exact() || count_ == 0)
      return;
    const auto [least, most] = std::minmax_element(top.begin(), top.end());
    if (*least != minimum_ || *most != maximum_)
      refuse("extremes that are not those of the items");
  }

  [[noreturn]] static void refuse(const std::string& what) {
    throw format_error(217, Sketch::name,
        what + "; the saved state is damaged or not of this sketch, measure again");
  }

  std::uint32_t k_;

private:
  [[nodiscard]] const Sketch& self() const noexcept { return static_cast<const Sketch&>(*this); }

  [[nodiscard]] weighted_ranks ranks() const {
    weighted_ranks result;
    for (std::size_t h = 0; h < self().level_count(); ++h)
      for (const double x : self().level_items(h))
        result.add(x, std::uint64_t{1} << h);
    result.finish();
    return result;
  }

  std::uint64_t seed_;
  std::uint64_t count_ = 0;
  std::uint64_t compactions_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
};

} // namespace tailgate::stats::detail
