// A metric whose items have one of two outcomes under each model, described by a few lines of
// traits:
//
//   struct exact_match_traits {
//     using observation = paired_outcome;                       // has `id` and `cluster`
//     static constexpr const char* name = "exact_match";
//     static constexpr better direction = better::higher;       // of the share of true outcomes
//     static constexpr std::uint32_t version = 1;               // of the meaning of the outcomes
//     static outcome_pair outcomes(const observation&);         // checks the item, or throws
//   };
//
// The row is the share of items with a true outcome. Independent items get Tango's score interval,
// clustered ones the hull that detail/outcome_design_effect.hpp explains.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/outcome_design_effect.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/intracluster_correlation.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/tango.hpp>

namespace tailgate::detail {

/// One item's outcome under both models.
struct outcome_pair {
  bool baseline;
  bool candidate;
};

template <class Traits>
class outcome_metric {
public:
  using observation = typename Traits::observation;
  static constexpr const char* name = Traits::name;
  static constexpr std::uint32_t version = Traits::version;

  outcome_metric() = default;

  /// States how alike clustered items are. Throws argument_error E370 outside [0, 1].
  explicit outcome_metric(intracluster_correlation stated) : rho_(stated.value) {
    if (!(rho_ >= 0 && rho_ <= 1))
      throw argument_error(370, name,
          "the intracluster correlation is " + std::to_string(rho_) + "; it must be in [0, 1]");
  }

  /// Throws argument_error E360 (empty id), E361 (id seen before), and what the traits say of an
  /// item that cannot be.
  void observe(const observation& item) {
    const outcome_pair both = Traits::outcomes(item);
    items_.insert(
        name, item.id, item.cluster, {both.baseline ? 1.0 : 0.0, both.candidate ? 1.0 : 0.0});
  }

  /// Throws argument_error E361 when both hold the same item.
  void merge(const outcome_metric& other) { items_.merge(name, other.items_); }

  /// The outcomes of all items as a paired 2x2 table, a true outcome being counted as right.
  [[nodiscard]] stats::paired_counts counts() const {
    stats::paired_counts table;
    items_.for_each([&](const value_pair& v) { table.add(v.baseline == 1, v.candidate == 1); });
    return table;
  }

  /// Interval undefined for no items, and for several items of one cluster only. Flips are lost
  /// where the outcome changed for the worse, whatever the direction.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = "proportion";
    row.direction = Traits::direction;
    fill_mean_difference(row, items_, level);
    const stats::paired_counts table = counts();
    row.flips = Traits::direction == better::higher ? flip_counts{table.lost, table.gained}
                                                    : flip_counts{table.gained, table.lost};
    if (row.clusters == row.items) {
      row.method = "Tango score";
      row.design_effect = 1.0;
      row.degrees_of_freedom = undefined_reason::not_measured; // no t part in this interval
      row.confidence = stats::tango_interval(table, level);
    } else if (row.clusters > 1) {
      widen_by_score(row, table, level);
    }
    return row;
  }

private:
  void widen_by_score(
      paired_summary& row, const stats::paired_counts& table, stats::confidence_level level) const {
    const auto differences =
        items_.values([](const value_pair& v) { return v.candidate - v.baseline; });
    const double design_effect = outcome_design_effect(differences, items_.clusters(),
        row.standard_error.value(), stats::paired_t(differences).standard_error.value(), rho_);
    row.method = "hull of cluster t and Tango score at the effective sample size";
    row.design_effect = design_effect;
    interval hull = stats::tango_interval(table, level, design_effect).value();
    if (row.confidence) {
      hull.lower = std::min(hull.lower, row.confidence.value().lower);
      hull.upper = std::max(hull.upper, row.confidence.value().upper);
    }
    row.confidence = hull;
  }

  double rho_ = 1;
  paired_items<value_pair> items_;
};

} // namespace tailgate::detail
