// The values of both models, token by token, for quantiles: all of them up to Capacity, beyond it
// a uniform sample of Capacity of them that depends on nothing but which values there are.
//
// Every value has a random 64-bit key, a function of its item's id and its place in the item, and
// the Capacity smallest keys are kept (a bottom-k sketch). The smallest of a union are the smallest
// of the parts' smallest, so that any order of arrival and any tree of shards gives the same
// sample, bit for bit. The sketches of stats/ keep less, but what they keep depends on the order.
//
// Rank error: for one quantile at most sqrt(log(2 / 0.01) / (2 Capacity)) with probability 0.99,
// that is 0.64 % at 65,536; 0 up to Capacity. That is Hoeffding's bound, which holds for samples
// without replacement, at the median; towards the ends it is too wide: at the 0.01 quantile the
// rank's standard error is 0.04 %.
//
// 24 bytes a value kept, at most twice Capacity of them; add is amortised O(1).
//
// References: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007,
// doi:10.1145/1281100.1281133; W. Hoeffding, JASA 58 (1963), doi:10.1080/01621459.1963.10500830,
// section 6.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/value_pair.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

template <std::size_t Capacity>
class value_sample {
public:
  /// Adds the finite values of one item, whose id has not been added before.
  void add(std::string_view id, std::span<const value_pair> values) {
    philox_stream keys(seed_of(id));
    for (const value_pair& v : values)
      insert({keys.bits64(), v.baseline, v.candidate});
    count_ += values.size();
  }

  /// Adds the values of other items.
  void merge(const value_sample& other) {
    kept_.reserve(kept_.size() + other.kept_.size());
    for (std::size_t i = 0, n = other.kept_.size(); i < n; ++i)
      insert(other.kept_[i]);
    count_ += other.count_;
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// Quantiles of both sides and of the shift by the inclusive rule (the least value with at least
  /// the share q of the values at or below it); undefined (no items) when empty. Leaves the root
  /// mean square open. O(Capacity log Capacity).
  [[nodiscard]] value_distribution distribution(std::span<const double> probabilities) const {
    const std::vector<entry> sample = canonical();
    const auto sorted = [&](auto field) {
      std::vector<double> values;
      values.reserve(sample.size());
      for (const entry& e : sample)
        values.push_back(field(e));
      std::sort(values.begin(), values.end());
      return values;
    };
    const auto baseline = sorted([](const entry& e) { return e.baseline; });
    const auto candidate = sorted([](const entry& e) { return e.candidate; });
    const auto shift = sorted([](const entry& e) { return e.candidate - e.baseline; });
    value_distribution result;
    result.observations = count_;
    result.quantiles.reserve(probabilities.size());
    for (const double q : probabilities)
      result.quantiles.push_back(
          {q, quantile(baseline, q), quantile(candidate, q), quantile(shift, q)});
    result.rank_error = count_ <= Capacity
                            ? 0
                            : std::sqrt(std::log(2 / 0.01) / (2 * static_cast<double>(Capacity)));
    return result;
  }

  /// The same bytes for the same values in any order.
  void save(byte_writer& out) const {
    const std::vector<entry> sample = canonical();
    out.put(count_);
    out.put(static_cast<std::uint64_t>(sample.size()));
    for (const entry& e : sample) {
      out.put(e.key);
      out.put(e.baseline);
      out.put(e.candidate);
    }
  }

  /// Replaces the values by saved ones. Throws format_error E032 (the bytes end early), E373 (not
  /// what save() wrote at this capacity); nothing changes then.
  void load(byte_reader& in) {
    value_sample read;
    read.count_ = in.get<std::uint64_t>();
    read.kept_.resize(in.count(sizeof(std::uint64_t) + 2 * sizeof(double)));
    bool sound = read.kept_.size() == std::min<std::uint64_t>(read.count_, Capacity);
    for (entry& e : read.kept_) {
      e.key = in.get<std::uint64_t>();
      e.baseline = in.get<double>();
      e.candidate = in.get<double>();
      sound = sound && std::isfinite(e.baseline) && std::isfinite(e.candidate);
    }
    if (!sound || !std::is_sorted(read.kept_.begin(), read.kept_.end()))
      throw format_error(373, "value_sample::load",
          "the " + std::to_string(read.kept_.size()) + " values before byte " +
              std::to_string(in.offset()) +
              " are no sample in the order of their keys; save the shard again");
    *this = std::move(read);
  }

private:
  struct entry {
    std::uint64_t key;
    double baseline;
    double candidate;
    friend auto operator<=>(const entry&, const entry&) = default; // all, should two keys be equal
  };

  [[nodiscard]] static std::uint64_t seed_of(std::string_view id) noexcept {
    const sha256::digest_type digest = sha256().update(id).digest();
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < 8; ++i)
      seed |= std::uint64_t{digest[i]} << (8 * i);
    return seed;
  }

  static void prune(std::vector<entry>& entries) {
    if (entries.size() <= Capacity)
      return;
    std::nth_element(
        entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(Capacity), entries.end());
    entries.resize(Capacity);
  }

  void insert(const entry& e) {
    kept_.push_back(e);
    if (kept_.size() >= 2 * Capacity)
      prune(kept_);
  }

  /// The sample in the order of keys.
  [[nodiscard]] std::vector<entry> canonical() const {
    std::vector<entry> sample = kept_;
    prune(sample);
    std::sort(sample.begin(), sample.end());
    return sample;
  }

  [[nodiscard]] static estimate<double> quantile(const std::vector<double>& sorted, double q) {
    if (sorted.empty())
      return undefined_reason::no_items;
    const double rank = std::ceil(q * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  }

  std::uint64_t count_ = 0;
  std::vector<entry> kept_;
};

} // namespace tailgate::detail
