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
#include <tailgate/core/byte_stream.hpp>
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
#include <utility>

namespace tailgate::detail {

/// One item's outcome under both models.
struct outcome_pair {
  bool baseline = false;
  bool candidate = false;
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

  /// Throws argument_error E360 (empty id), E361 (id seen before), E371 (an item that is of another
  /// cluster in a metric of the same item_registry), and what the traits say of an item that cannot
  /// be. Nothing changes when it throws.
  void observe(const observation& item) {
    items_.insert(name, item.id, item.cluster, Traits::outcomes(item));
  }

  /// Throws argument_error E361 when both hold the same item, E371 when its clusters differ in a
  /// shared item_registry, E377 when they state different correlations. Nothing changes when it
  /// throws.
  void merge(const outcome_metric& other) {
    require_correlation(other.rho_);
    items_.merge(name, other.items_);
  }
  void require_mergeable(const outcome_metric& other) const {
    require_correlation(other.rho_);
    items_.require_mergeable(name, other.items_);
  }

  /// merge(), where require_mergeable() is known to hold.
  void merge_checked(const outcome_metric& other) { items_.merge(other.items_); }

  /// Keeps ids in `place`, together with other metrics; only before the first item.
  void share(indexed_stratum place) noexcept { items_.share(std::move(place)); }

  /// The outcomes of all items as a paired 2x2 table, a true outcome being counted as right.
  [[nodiscard]] stats::paired_counts counts() const {
    stats::paired_counts table;
    items_.for_each([&](const outcome_pair& v) { table.add(v.baseline, v.candidate); });
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
      // There is no t part in this interval.
      row.degrees_of_freedom = row.skewness = undefined_reason::not_measured;
      row.confidence = stats::tango_interval(table, level);
    } else if (row.clusters > 1) {
      widen_by_score(row, table, level);
    }
    return row;
  }

  /// The same bytes for the same items in any order.
  void save(byte_writer& out) const {
    out.put(rho_);
    items_.save(out, [](byte_writer& to, const outcome_pair& v) {
      to.put(static_cast<std::uint8_t>((v.baseline ? 1 : 0) | (v.candidate ? 2 : 0)));
    });
  }

  /// Replaces the items by saved ones. Throws format_error E032 (the bytes end early), E373 (not
  /// what save() wrote), argument_error E377 (another correlation was stated); nothing changes
  /// then.
  void load(byte_reader& in) {
    require_correlation(in.get<double>());
    items_.load(name, in, [](byte_reader& from) {
      const auto bits = from.get<std::uint8_t>();
      if (bits > 3)
        throw format_error(373, name, "a saved outcome is not one; save the shard again");
      return outcome_pair{(bits & 1) != 0, (bits & 2) != 0};
    });
  }

private:
  void require_correlation(double other) const {
    if (other != rho_)
      throw argument_error(377, name,
          "intracluster correlations " + std::to_string(rho_) + " and " + std::to_string(other) +
              " were stated; state one for all shards");
  }

  void widen_by_score(
      paired_summary& row, const stats::paired_counts& table, stats::confidence_level level) const {
    const auto changes = differences(items_);
    const double design_effect = outcome_design_effect(changes, items_.clusters(),
        row.standard_error.value(), stats::paired_t(changes).standard_error.value(), rho_);
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
  paired_items<outcome_pair> items_;
};

} // namespace tailgate::detail
