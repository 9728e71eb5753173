// A stratum's mean of the baseline's values, with its interval at any level.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/wilson.hpp>
#include <vector>

namespace tailgate::detail {

/// "0.120"
[[nodiscard]] inline std::string three_decimals(double x) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f", x);
  return buffer.data();
}

class baseline_mean {
public:
  /// `outcomes`: all values are 0 or 1. At least one item.
  baseline_mean(std::span<const item_value* const> items, better direction, bool outcomes)
      : sign_(direction == better::higher ? 1 : -1), outcomes_(outcomes) {
    std::vector<double> values;
    std::vector<std::uint64_t> clusters;
    values.reserve(items.size());
    clusters.reserve(items.size());
    std::map<std::string, std::uint64_t> names;
    std::map<std::uint64_t, double> sizes;
    for (const item_value* item : items) {
      const std::uint64_t own = values.size();
      values.push_back(item->baseline);
      clusters.push_back(
          item->cluster.empty() ? own : names.try_emplace(item->cluster, own).first->second);
      sizes[clusters.back()] += 1;
    }
    mean_ = stats::cluster_robust_mean(values, clusters);
    if (outcomes)
      design_effect_ = design_effect(sizes);
  }

  /// In the metric's unit.
  [[nodiscard]] double value() const { return mean_.mean.value(); }
  [[nodiscard]] bool outcomes() const noexcept { return outcomes_; }

  /// More is better, whatever the metric.
  [[nodiscard]] double goodness() const { return sign_ * value(); }

  /// Of goodness(). Undefined for means of too few items, one cluster or equal values.
  [[nodiscard]] estimate<interval> confidence(stats::confidence_level level) const {
    if (outcomes_) {
      const auto right =
          static_cast<std::uint64_t>(std::lround(value() * static_cast<double>(mean_.items)));
      return oriented(stats::wilson_interval(right, mean_.items, level, design_effect_));
    }
    return oriented(mean_.confidence(level));
  }

  /// "0.120 [0.052, 0.241]", at 95 %.
  [[nodiscard]] std::string text() const {
    const auto c = oriented(confidence(stats::default_confidence));
    return three_decimals(value()) + (c ? " [" + three_decimals(c.value().lower) + ", " +
                                                 three_decimals(c.value().upper) + "]"
                                        : "");
  }

private:
  [[nodiscard]] estimate<interval> oriented(const estimate<interval>& c) const {
    if (!c || sign_ > 0)
      return c;
    return interval{-c.value().upper, -c.value().lower};
  }

  /// As if all items of a cluster were copies of one, unless enough clusters show less.
  [[nodiscard]] double design_effect(const std::map<std::uint64_t, double>& sizes) const {
    constexpr std::size_t enough_clusters = 30;
    const double n = static_cast<double>(mean_.items);
    double squares = 0;
    for (const auto& entry : sizes)
      squares += entry.second * entry.second;
    const double worst = squares / n, independent = value() * (1 - value()) / n;
    if (sizes.size() < enough_clusters || !(independent > 0))
      return worst;
    const double between = mean_.standard_error.value();
    return std::clamp(between * between / independent, 1.0, worst);
  }

  double sign_;
  bool outcomes_;
  stats::mean_inference mean_;
  double design_effect_ = 1;
};

/// The smallest tail probability, within [1e-12, 1], at which `holds(level)` still is true, for a
/// condition that is lost as the intervals widen; 1 when it does not hold for intervals of no
/// width.
template <class Condition>
[[nodiscard]] double smallest_tail(Condition holds) {
  const auto at = [&](double log_tail) {
    return holds(stats::confidence_level::one_sided(std::exp(log_tail)));
  };
  double yes = std::log(0.499), no = std::log(1e-12);
  if (!at(yes))
    return 1;
  if (at(no))
    return std::exp(no);
  for (int i = 0; i < 40; ++i)
    (at((yes + no) / 2) ? yes : no) = (yes + no) / 2;
  return std::exp(yes);
}

/// p-value of "a is not better than b by more than `tolerance`": see baseline_check.hpp.
[[nodiscard]] inline double p_better(
    const baseline_mean& a, const baseline_mean& b, double tolerance) {
  const double difference = a.goodness() - b.goodness();
  if (!(difference > tolerance))
    return 1;
  return smallest_tail([&](stats::confidence_level level) {
    const auto ca = a.confidence(level), cb = b.confidence(level);
    return ca && cb &&
           difference -
                   std::hypot(a.goodness() - ca.value().lower, cb.value().upper - b.goodness()) >
               tolerance;
  });
}

/// p-value of "the rate is at least `rate`".
[[nodiscard]] inline double p_below(const baseline_mean& a, double rate) {
  return smallest_tail([&](stats::confidence_level level) {
    return a.value() < rate && a.confidence(level).value().upper < rate;
  });
}

/// p-value of "the rate is at most `rate`".
[[nodiscard]] inline double p_above(const baseline_mean& a, double rate) {
  return smallest_tail([&](stats::confidence_level level) {
    return a.value() > rate && a.confidence(level).value().lower > rate;
  });
}

} // namespace tailgate::detail
