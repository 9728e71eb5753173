// A metric whose items carry many values for each model, such as one a token: the mean over items
// of each item's mean with its interval, and how the values behind the means spread. Traits as for
// mean_metric.hpp, and:
//
//     static constexpr std::array<double, 3> probabilities{0.5, 0.9, 0.99}; // rising, in [0, 1]
//     static void for_each_value(const observation&, F f);   // f(value_pair) a value, all finite
//
// The distribution is over all values of all items, each counted once, so that long items weigh
// more in it than in the mean.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/detail/value_sample.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// What is kept of one item.
struct item_spread {
  double baseline;  ///< the item's mean
  double candidate; ///< the item's mean
  double squares;   ///< sum over its values of (candidate - baseline)^2
  std::uint64_t values;
};

template <class Traits>
class distribution_metric {
public:
  using observation = typename Traits::observation;
  static constexpr const char* name = Traits::name;
  static constexpr std::uint32_t version = Traits::version;

  /// Throws argument_error E360 (empty id), E361 (id seen before), E371 (an item that is of another
  /// cluster in a metric of the same item_registry), and what the traits say of a value that cannot
  /// be. Nothing changes when it throws.
  void observe(const observation& item) {
    const value_pair means = Traits::values(item);
    std::vector<value_pair> values;
    stats::stable_sum squares;
    Traits::for_each_value(item, [&](const value_pair& v) {
      values.push_back(v);
      squares += (v.candidate - v.baseline) * (v.candidate - v.baseline);
    });
    items_.insert(name, item.id, item.cluster,
        {means.baseline, means.candidate, squares.value(), values.size()});
    values_.add(item.id, values);
  }

  /// Throws argument_error E361 when both hold the same item, E371 when its clusters differ in a
  /// shared item_registry. Nothing changes when it throws.
  void merge(const distribution_metric& other) {
    items_.merge(name, other.items_);
    values_.merge(other.values_);
  }
  void require_mergeable(const distribution_metric& other) const {
    items_.require_mergeable(name, other.items_);
  }

  /// Keeps ids in `place`, together with other metrics; only before the first item.
  void share(indexed_stratum place) noexcept { items_.share(std::move(place)); }

  /// The row with its distribution. Interval undefined for fewer than two items, one cluster, or
  /// equal differences throughout. Quantiles are exact up to 65,536 values and sampled beyond
  /// (value_sample.hpp), the root mean square is exact. The same bits for every order of items and
  /// shards.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = Traits::unit;
    row.direction = Traits::direction;
    fill_mean_difference(row, items_, level);
    row.distribution = values_.distribution(Traits::probabilities);
    const auto squares = items_.values([](const item_spread& v) { return v.squares; });
    if (squares.empty())
      row.distribution->root_mean_square_shift = undefined_reason::no_items;
    else
      row.distribution->root_mean_square_shift =
          std::sqrt(stats::exact_sum(squares) / static_cast<double>(values_.count()));
    return row;
  }

  /// The same bytes for the same items in any order.
  void save(byte_writer& out) const {
    items_.save(out, [](byte_writer& to, const item_spread& v) {
      to.put(v.baseline);
      to.put(v.candidate);
      to.put(v.squares);
      to.put(v.values);
    });
    values_.save(out);
  }

  /// Replaces the items by saved ones. Throws format_error E032 (the bytes end early), E373 (not
  /// what save() wrote); nothing changes then.
  void load(byte_reader& in) {
    distribution_metric read;
    std::uint64_t values = 0;
    read.items_.load(name, in, [&](byte_reader& from) {
      const auto baseline = from.get<double>();
      const auto candidate = from.get<double>();
      const auto squares = from.get<double>();
      const auto count = from.get<std::uint64_t>();
      if (!std::isfinite(baseline) || !std::isfinite(candidate) || !std::isfinite(squares) ||
          squares < 0 || count == 0)
        refuse(from.offset(), "an item's numbers are not finite or it has no values");
      values += count;
      return item_spread{baseline, candidate, squares, count};
    });
    read.values_.load(in);
    if (read.values_.count() != values)
      refuse(in.offset(), std::to_string(values) + " values of items, and a sample of " +
                              std::to_string(read.values_.count()));
    *this = std::move(read);
  }

private:
  [[noreturn]] static void refuse(std::size_t offset, const std::string& what) {
    throw format_error(373, name,
        "before byte " + std::to_string(offset) + ": " + what + "; save the shard again");
  }

  paired_items<item_spread> items_;
  value_sample<65536> values_;
};

} // namespace tailgate::detail
