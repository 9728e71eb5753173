// Exact match: the share of items answered right, paired, with Tango's score interval.
//
// Items that share a source are not independent. With clusters the interval is the hull of
//
//   1. the cluster-robust t interval of the per-item differences (-1, 0, 1), and
//   2. Tango's interval at the effective sample size, items / design effect.
//
// The second is needed because the first measures the spread between clusters only as far as it
// was seen: zero flips in ten clusters have a cluster variance of zero, and an interval of no
// width would pass any gate. The design effect is
//
//   worst = sum of m_c^2 / n      (m_c items in cluster c, n in all)
//
// as if all items of a cluster were copies of one, while fewer than 30 clusters hold a flip or the
// variance is zero; otherwise the ratio of the cluster-robust to the independent variance, kept
// within [1, worst]. What counts is clusters with a flip: only they tell whether flips come
// together. Ten equal clusters without a flip thus count as ten pairs.
//
// Who knows from earlier runs how alike the items of a cluster are may state an intracluster
// correlation rho: 1 + (worst - 1) rho then takes the place of the worst, as long as the observed
// ratio is not larger still. Without a statement rho is 1.
//
// Simulated at a true loss equal to the margin, 0.05, nominal level 5 %: 40 clusters of 10
// correlated items pass in 12 % of runs if the ratio is trusted from 30 clusters on, in none by
// this rule. Where most clusters lose little and a few lose nearly all (100 clusters of 20), 9 % of
// runs still pass: a t interval of so skewed a mean is too short.
//
// References: stats/tango.hpp, stats/cluster_robust.hpp; L. Kish, Survey Sampling (1965), ch. 5,
// for the design effect; Cameron and Miller 2015, doi:10.3368/jhr.50.2.317, for few clusters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/tango.hpp>

namespace tailgate {

/// Whether one item was answered right by each model.
struct paired_outcome {
  std::string id;      ///< unique within a stratum
  std::string cluster; ///< items with an equal, non-empty name are not independent
  bool baseline_right = false;
  bool candidate_right = false;
};

/// How alike the outcomes of one cluster are: 0 for independent items, 1 for copies of one item.
struct intracluster_correlation {
  double value = 1;
};

namespace detail {

/// With fewer clusters that hold a flip, their variance is not trusted to shrink a design effect.
inline constexpr std::size_t enough_clusters = 30;

/// The design effect of per-item differences (-1, 0, 1) by the rule at the top of this file.
/// `between` and `independent` are the cluster-robust and the independent standard error.
[[nodiscard]] inline double outcome_design_effect(std::span<const double> differences,
    std::span<const std::uint64_t> clusters, double between, double independent, double rho) {
  struct cluster {
    double items = 0;
    bool flipped = false;
  };
  std::map<std::uint64_t, cluster> members;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    cluster& c = members[clusters[i]];
    c.items += 1;
    c.flipped = c.flipped || differences[i] != 0;
  }
  double squares = 0;
  std::size_t flipped = 0;
  for (const auto& entry : members) {
    squares += entry.second.items * entry.second.items;
    flipped += entry.second.flipped;
  }
  const double worst = squares / static_cast<double>(differences.size());
  constexpr double rounding = 1e-9; // equal clusters whose mean is rounded leave a spread near 0
  const double planned = 1 + (worst - 1) * rho;
  if (between <= rounding * independent)
    return planned;
  const double ratio = between / independent;
  const double observed = std::clamp(ratio * ratio, 1.0, worst);
  return flipped < enough_clusters ? std::max(planned, observed) : observed;
}

} // namespace detail

class exact_match {
public:
  using observation = paired_outcome;
  static constexpr const char* name = "exact_match";

  exact_match() = default;

  /// States how alike clustered items are. Throws argument_error E370 outside [0, 1].
  explicit exact_match(intracluster_correlation stated) : rho_(stated.value) {
    if (!(rho_ >= 0 && rho_ <= 1))
      throw argument_error(370, name,
          "the intracluster correlation is " + std::to_string(rho_) + "; it must be in [0, 1]");
  }

  /// Throws argument_error E360 (empty id) or E361 (id seen before).
  void observe(const paired_outcome& item) {
    items_.insert(name, item.id, item.cluster,
        {item.baseline_right ? 1.0 : 0.0, item.candidate_right ? 1.0 : 0.0});
  }

  /// Throws argument_error E361 when both hold the same item.
  void merge(const exact_match& other) { items_.merge(name, other.items_); }

  /// The outcomes of all items as a paired 2x2 table.
  [[nodiscard]] stats::paired_counts counts() const {
    stats::paired_counts table;
    items_.for_each(
        [&](const detail::value_pair& v) { table.add(v.baseline == 1, v.candidate == 1); });
    return table;
  }

  /// Interval undefined for no items, and for several items of one cluster only.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = "proportion";
    row.direction = better::higher;
    detail::fill_mean_difference(row, items_, level);
    const stats::paired_counts table = counts();
    row.flips = {table.lost, table.gained};
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
        items_.values([](const detail::value_pair& v) { return v.candidate - v.baseline; });
    const double design_effect = detail::outcome_design_effect(differences, items_.clusters(),
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
  detail::paired_items<detail::value_pair> items_;
};

static_assert(paired_metric<exact_match>);

} // namespace tailgate
