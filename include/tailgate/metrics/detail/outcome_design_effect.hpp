// How many clustered right/wrong outcomes carry the information of one independent outcome.
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
#include <span>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <vector>

namespace tailgate::detail {

/// With fewer clusters that hold a flip, their variance is not trusted to shrink a design effect.
inline constexpr std::size_t enough_clusters = 30;

/// The design effect of per-item differences (-1, 0, 1) by the rule at the top of this file.
/// `between` and `independent` are the cluster-robust and the independent standard error.
[[nodiscard]] inline double outcome_design_effect(std::span<const double> differences,
    const cluster_numbers& clusters, double between, double independent, double rho) {
  struct cluster {
    double items = 0;
    bool flipped = false;
  };
  std::vector<cluster> members(clusters.count);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    cluster& c = members[clusters.of_item[i]];
    c.items += 1;
    c.flipped = c.flipped || differences[i] != 0;
  }
  double squares = 0;
  std::size_t flipped = 0;
  for (const cluster& c : members) {
    squares += c.items * c.items;
    flipped += c.flipped;
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

} // namespace tailgate::detail
