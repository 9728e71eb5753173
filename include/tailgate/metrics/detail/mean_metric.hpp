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

#include <cstdint>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>

namespace tailgate::detail {

template <class Traits>
class mean_metric {
public:
  using observation = typename Traits::observation;
  static constexpr const char* name = Traits::name;
  static constexpr std::uint32_t version = Traits::version;

  /// Throws argument_error E360 (empty id), E361 (id seen before), and what the traits say of a
  /// value that cannot be.
  void observe(const observation& item) {
    items_.insert(name, item.id, item.cluster, Traits::values(item));
  }

  /// Throws argument_error E361 when both hold the same item.
  void merge(const mean_metric& other) { items_.merge(name, other.items_); }

  /// Interval undefined for fewer than two items, one cluster, or equal differences throughout.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = Traits::unit;
    row.direction = Traits::direction;
    fill_mean_difference(row, items_, level);
    return row;
  }

private:
  paired_items<value_pair> items_;
};

} // namespace tailgate::detail
