// The populations that are drawn from.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <vector>

namespace simulations {

using tailgate::philox_stream;
using tailgate::stats::paired_counts;

/// The probabilities of an item's four outcomes; the rest is right with neither model.
struct flip_probabilities {
  double lost, gained, both;

  [[nodiscard]] paired_counts draw(philox_stream& stream) const {
    const double u = stream.uniform();
    return u < lost                   ? paired_counts{.lost = 1}
           : u < lost + gained        ? paired_counts{.gained = 1}
           : u < lost + gained + both ? paired_counts{.both = 1}
                                      : paired_counts{.neither = 1};
  }
  [[nodiscard]] paired_counts draw(philox_stream& stream, std::size_t items) const {
    paired_counts table;
    for (std::size_t i = 0; i < items; ++i)
      table += draw(stream);
    return table;
  }
  /// A cluster: each item repeats the cluster's common outcome with probability sqrt(correlation),
  /// which makes that the intracluster correlation of anything read from the outcomes.
  [[nodiscard]] std::vector<paired_counts> draw_cluster(
      philox_stream& stream, std::size_t items, double correlation) const {
    const double repeats = std::sqrt(correlation);
    const paired_counts common = draw(stream);
    std::vector<paired_counts> cluster;
    cluster.reserve(items);
    for (std::size_t i = 0; i < items; ++i)
      cluster.push_back(stream.uniform() < repeats ? common : draw(stream));
    return cluster;
  }
};

/// A kind of task: how good the baseline is, how many answers change by chance when nothing is
/// lost on average (half of them lost, half gained), and the margin that a gate would set.
struct task {
  std::string name;
  double accuracy;
  double churn;
  double margin;

  /// With `loss` of all items lost on top of the churn.
  [[nodiscard]] flip_probabilities losing(double loss) const {
    return {churn / 2 + loss, churn / 2, accuracy - churn / 2 - loss};
  }
};

inline const task easy_task{"accuracy 95 %, 5 % of answers change", 0.95, 0.05, 0.03};
inline const task hard_task{"accuracy 80 %, 20 % of answers change", 0.80, 0.20, 0.05};
inline const task rare_task{"accuracy 99 %, 1 % of answers change", 0.99, 0.01, 0.02};

/// Clusters of ten items, such as questions about one document.
inline constexpr std::size_t cluster_size = 10;
inline constexpr double cluster_correlation = 0.3;

/// Per-item differences of a loss: a tenth of the items suffers, by a lognormal amount.
struct skewed_losses {
  std::string name;
  double sigma; ///< of the logarithm; the skewness grows fast with it

  [[nodiscard]] static double normal(philox_stream& stream) {
    return tailgate::stats::normal_quantile(stream.uniform_open());
  }
  [[nodiscard]] double draw(philox_stream& stream) const {
    const double noise = 0.1 * normal(stream);
    const bool suffers = stream.uniform() < 0.1;
    return suffers ? noise + std::exp(sigma * normal(stream)) : noise;
  }
  [[nodiscard]] double mean() const { return 0.1 * std::exp(sigma * sigma / 2); }
};

inline const skewed_losses even_losses{"loss, mild: one item in ten suffers, sigma 0.25", 0.25};
inline const skewed_losses heavy_losses{"loss, heavy: one item in ten suffers, sigma 1", 1.0};

} // namespace simulations
