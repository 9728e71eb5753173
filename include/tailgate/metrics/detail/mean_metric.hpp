// A metric whose items carry one number for each model, described by a few lines of traits:
//
//   struct loss_traits {
//     using observation = paired_loss;                          // has `id` and `cluster`
//     static constexpr const char* name = "loss";
//     static constexpr const char* unit = "nats per token";
//     static constexpr better direction = better::lower;
//     static constexpr std::uint32_t version = 1;               // of the meaning of the values
//     static value_pair values(const observation&);             // checks the item, or throws
//   };
#pragma once

#include <cmath>
#include <cstdint>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <utility>

namespace tailgate::detail {

template <class Traits>
class mean_metric {
public:
  using observation = typename Traits::observation;
  static constexpr const char* name = Traits::name;
  static constexpr std::uint32_t version = Traits::version;

  /// Throws argument_error E360 (empty id), E361 (id seen before), E371 (an item that is of another
  /// cluster in a metric of the same item_registry), and what the traits say of a value that cannot
  /// be. Nothing changes when it throws.
  void observe(const observation& item) {
    items_.insert(name, item.id, item.cluster, Traits::values(item));
  }

  /// Throws argument_error E361 when both hold the same item, E371 when its clusters differ in a
  /// shared item_registry. Nothing changes when it throws.
  void merge(const mean_metric& other) { items_.merge(name, other.items_); }
  void require_mergeable(const mean_metric& other) const {
    items_.require_mergeable(name, other.items_);
  }

  /// merge(), where require_mergeable() is known to hold.
  void merge_checked(const mean_metric& other) { items_.merge(other.items_); }

  /// Keeps ids in `place`, together with other metrics; only before the first item.
  void share(indexed_stratum place) noexcept { items_.share(std::move(place)); }

  /// Interval undefined for fewer than two items, one cluster, or equal differences throughout.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = Traits::unit;
    row.direction = Traits::direction;
    fill_mean_difference(row, items_, level);
    return row;
  }

  /// The same bytes for the same items in any order.
  void save(byte_writer& out) const {
    items_.save(out, [](byte_writer& to, const value_pair& v) {
      to.put(v.baseline);
      to.put(v.candidate);
    });
  }

  /// Replaces the items by saved ones. Throws format_error E032 (the bytes end early), E373 (not
  /// what save() wrote); nothing changes then.
  void load(byte_reader& in) {
    items_.load(name, in, [](byte_reader& from) {
      const auto baseline = from.get<double>();
      const auto candidate = from.get<double>();
      if (!std::isfinite(baseline) || !std::isfinite(candidate))
        throw format_error(373, name, "a saved value is not finite; save the shard again");
      return value_pair{baseline, candidate};
    });
  }

private:
  paired_items<value_pair> items_;
};

} // namespace tailgate::detail
