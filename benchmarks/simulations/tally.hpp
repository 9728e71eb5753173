// What the replicates of a simulation add up to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tailgate/core/estimate.hpp>
#include <vector>

namespace simulations {

/// How often something happened.
struct rate {
  std::uint64_t hits = 0;
  std::uint64_t runs = 0;

  void add(bool hit) {
    hits += hit;
    ++runs;
  }
  rate& operator+=(const rate& other) {
    hits += other.hits;
    runs += other.runs;
    return *this;
  }
  /// Within [0, 1]; 0 without runs.
  [[nodiscard]] double value() const {
    return runs == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(runs);
  }
  /// The Monte Carlo standard error of value(); Agresti and Coull's, so that it is not 0 at 0 or 1.
  [[nodiscard]] double standard_error() const {
    const double n = static_cast<double>(runs) + 4;
    const double p = (static_cast<double>(hits) + 2) / n;
    return std::sqrt(p * (1 - p) / n);
  }
};

/// How often an interval covered the truth, of the runs in which there was one, and its mean width.
struct coverage {
  rate covered;
  std::uint64_t undefined = 0;
  double width_sum = 0;

  void add(const tailgate::estimate<tailgate::interval>& made, double truth) {
    if (!made) {
      ++undefined;
      return;
    }
    const auto [lower, upper] = made.value();
    covered.add(lower <= truth && truth <= upper);
    width_sum += upper - lower;
  }
  coverage& operator+=(const coverage& other) {
    covered += other.covered;
    undefined += other.undefined;
    width_sum += other.width_sum;
    return *this;
  }
  [[nodiscard]] double mean_width() const {
    return covered.runs == 0 ? 0 : width_sum / static_cast<double>(covered.runs);
  }
  /// The share of runs without an interval.
  [[nodiscard]] double undefined_share() const {
    const double runs = static_cast<double>(covered.runs + undefined);
    return runs > 0 ? static_cast<double>(undefined) / runs : 0;
  }
};

/// The sizes at which runs stopped; never_stopped for those that did not.
struct stopping_sizes {
  static constexpr std::size_t never_stopped = static_cast<std::size_t>(-1);
  std::vector<std::size_t> sizes;

  void add(std::size_t size) { sizes.push_back(size); }
  stopping_sizes& operator+=(const stopping_sizes& other) {
    sizes.insert(sizes.end(), other.sizes.begin(), other.sizes.end());
    return *this;
  }
  /// Of the runs, the share that stopped at `size` or before.
  [[nodiscard]] rate stopped_by(std::size_t size) const {
    rate result;
    for (const std::size_t s : sizes)
      result.add(s <= size);
    return result;
  }
  /// The smallest size by which at least the share `p` had stopped; never_stopped when fewer did.
  [[nodiscard]] std::size_t quantile(double p) const {
    if (sizes.empty())
      return never_stopped;
    std::vector<std::size_t> sorted = sizes;
    std::sort(sorted.begin(), sorted.end());
    const double rank = std::ceil(p * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  }
};

} // namespace simulations
