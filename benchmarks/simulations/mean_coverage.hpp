// Coverage of the intervals of means: losses of independent items, and outcomes in clusters.
#pragma once

#include "replicate.hpp"
#include "scenarios.hpp"
#include "table.hpp"
#include "tally.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <tailgate/stats/cluster_bootstrap.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/tango.hpp>
#include <vector>

namespace simulations {

namespace stats = tailgate::stats;
using tailgate::estimate;
using tailgate::interval;

/// Resamples of a bootstrap distribution in the tables.
inline constexpr std::size_t resamples = 999;

/// What `make` makes of a bootstrap distribution, where there is one.
template <class Make>
[[nodiscard]] estimate<interval> from_bootstrap(
    const estimate<stats::bootstrap_distribution>& distribution, const Make& make) {
  return distribution ? make(distribution.value()) : estimate<interval>(distribution.why());
}

/// Two t and three bootstrap intervals for the mean difference of a loss.
[[nodiscard]] inline table loss_coverage(const effort& by) {
  const std::size_t replicates = by.replicates(2500);
  constexpr std::size_t count = 5;
  constexpr std::array<const char*, count> names{"paired t", "bootstrap, percentile",
      "bootstrap, basic", "bootstrap, BCa", "skewness-adjusted t"};
  table result{"The mean difference of a loss",
      "Coverage of the 95 % interval, and its mean width in nats; " + std::to_string(replicates) +
          " samples a cell, " + std::to_string(resamples) +
          " resamples each. Nine items in ten change by normal noise of 0.1 nats; the tenth "
          "suffers besides by a lognormal amount.",
      "interval"};
  std::uint32_t experiment = 400;
  for (const skewed_losses* losses : {&even_losses, &heavy_losses}) {
    std::array<row, count> rows;
    for (std::size_t m = 0; m < count; ++m)
      rows[m] = {losses->name, names[m], promise::at_least, 0.95};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = replicate<tallies<coverage, count>>(by, experiment++, replicates,
          [&, n = sizes[i]](philox_stream& stream, tallies<coverage, count>& tally) {
            std::vector<double> values(n);
            for (double& value : values)
              value = losses->draw(stream);
            const auto d = stats::bootstrap_mean(
                values, {.replicates = resamples, .seed = stream.bits64(), .stratum = 0});
            const auto add = [&](std::size_t m, const estimate<interval>& made) {
              tally[m].add(made, losses->mean());
            };
            const auto by_t = stats::paired_t(values);
            add(0, by_t.confidence());
            add(4, by_t.skewness_adjusted_confidence());
            add(1, from_bootstrap(d, [](const auto& b) { return stats::percentile_interval(b); }));
            add(2, from_bootstrap(d, [](const auto& b) { return stats::basic_interval(b); }));
            add(3, from_bootstrap(d, [](const auto& b) { return stats::bca_interval(b); }));
          });
      for (std::size_t m = 0; m < count; ++m)
        rows[m].cells[i] = coverage_cell(t[m]);
    }
    result.rows.insert(result.rows.end(), rows.begin(), rows.end());
  }
  return result;
}

/// Outcomes of clustered items in the forms that the intervals read.
struct clustered_sample {
  std::vector<double> differences;
  std::vector<std::uint64_t> clusters;
  paired_counts items;
  tailgate::exact_match metric;

  clustered_sample(philox_stream& stream, const flip_probabilities& from, std::size_t n) {
    differences.reserve(n);
    clusters.reserve(n);
    for (std::uint64_t c = 0; c < n / cluster_size; ++c)
      for (const paired_counts& item :
          from.draw_cluster(stream, cluster_size, cluster_correlation)) {
        differences.push_back(item.difference().value());
        clusters.push_back(c);
        metric.observe({std::to_string(differences.size()), std::to_string(c),
            item.baseline_right() == 1, item.candidate_right() == 1});
        items += item;
      }
  }
};

/// The cluster methods, the hull of the metric, and what happens without them.
[[nodiscard]] inline table cluster_coverage(const effort& by) {
  const std::size_t replicates = by.replicates(3000);
  constexpr std::size_t count = 6;
  constexpr std::array<const char*, count> names{"cluster t", "cluster bootstrap, percentile",
      "cluster bootstrap, BCa", "exact_match (hull)", "paired t, clusters ignored",
      "Tango, clusters ignored"};
  table result{"Paired outcomes in clusters",
      "Coverage of the 95 % interval, and its mean width, with clusters of " +
          std::to_string(cluster_size) + " items and an intracluster correlation of 0.3, so that " +
          "n = 30 is three clusters; " + std::to_string(replicates) + " samples a cell, " +
          std::to_string(resamples) +
          " resamples each. The last two methods ignore the clusters, to show what that does.",
      "interval"};
  std::uint32_t experiment = 500;
  for (const task* of : {&easy_task, &hard_task}) {
    const double loss = of->margin;
    std::array<row, count> rows;
    for (std::size_t m = 0; m < count; ++m)
      rows[m] = {of->name + ", " + tailgate::report::format_fixed(100 * loss, 0) + " points lost",
          names[m], promise::at_least, 0.95};
    rows[4].misused = rows[5].misused = true;
    const flip_probabilities items = of->losing(loss);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = replicate<tallies<coverage, count>>(by, experiment++, replicates,
          [&, n = sizes[i]](philox_stream& stream, tallies<coverage, count>& tally) {
            const clustered_sample sample(stream, items, n);
            const auto d = stats::cluster_bootstrap_mean(sample.differences, sample.clusters,
                {.replicates = resamples, .seed = stream.bits64(), .stratum = 0});
            const auto add = [&](std::size_t m, const estimate<interval>& made) {
              tally[m].add(made, -loss);
            };
            add(0, stats::cluster_robust_mean(sample.differences, sample.clusters).confidence());
            add(1, from_bootstrap(d, [](const auto& b) { return stats::percentile_interval(b); }));
            add(2, from_bootstrap(d, [](const auto& b) { return stats::bca_interval(b); }));
            add(3, sample.metric.summary(stats::default_confidence).confidence);
            add(4, stats::paired_t(sample.differences).confidence());
            add(5, stats::tango_interval(sample.items));
          });
      for (std::size_t m = 0; m < count; ++m)
        rows[m].cells[i] = coverage_cell(t[m]);
    }
    result.rows.insert(result.rows.end(), rows.begin(), rows.end());
  }
  return result;
}

} // namespace simulations
