// Sharing a number of items among strata.
//
// With measure m of a stratum by the rule (N, 1, N S or (N S)^q), the target is
//   clamp(c m, minimum, maximum),   maximum at most N,
// with the one factor c at which the targets add up to the total. For Neyman's rule these are the
// optimal sizes under the bounds. Targets become whole numbers by the largest remainder: each is
// rounded down, and the items left go to the largest fractions, the earlier stratum first.
//
// The default is the power rule with a minimum. Of 1000 items over strata of 90000, 8000, 1500 and
// 500, Neyman's rule gives the smallest 8, too few to see anything, the power rule 59.
//
// References: J. Neyman, J. Royal Statistical Society 97 (1934), doi:10.2307/2342192; M. D.
// Bankier, "Power allocations", The American Statistician 42 (1988),
// doi:10.1080/00031305.1988.10475556; S. Gabler, M. Ganninger, R. Muennich, "Optimal allocation of
// the sample size to strata under box constraints", Metrika 75 (2012),
// doi:10.1007/s00184-010-0319-3.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/sampling/allocation_options.hpp>
#include <tailgate/sampling/detail/allocation_bounds.hpp>
#include <tailgate/sampling/shortfall.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate {

/// The share of one stratum.
struct stratum_allocation {
  double target = 0;       ///< before rounding
  std::uint64_t items = 0; ///< at most the stratum's population
  friend bool operator==(const stratum_allocation&, const stratum_allocation&) = default;
};

struct allocation {
  std::vector<stratum_allocation> strata; ///< as declared
  std::vector<shortfall> shortfalls;      ///< by stratum; empty unless they are recorded
  std::uint64_t unplaced = 0; ///< of the total, beyond what all strata may give; 0 unless recorded
  friend bool operator==(const allocation&, const allocation&) = default;
};

namespace detail {

/// The factor c at which the clamped shares add up to `total`, which lies between the sums of the
/// bounds. The sum is piecewise linear in c; its corners are sorted and the right piece is solved.
[[nodiscard]] inline double allocation_factor(
    std::span<const double> measure, std::span<const allocation_bounds> bounds, double total) {
  std::vector<double> corners;
  corners.reserve(2 * measure.size());
  for (std::size_t k = 0; k < measure.size(); ++k) {
    corners.push_back(static_cast<double>(bounds[k].low) / measure[k]);
    corners.push_back(static_cast<double>(bounds[k].high) / measure[k]);
  }
  std::sort(corners.begin(), corners.end());
  const auto placed = [&](double c) {
    stats::stable_sum sum;
    for (std::size_t k = 0; k < measure.size(); ++k)
      sum += bounds[k].clamp(c * measure[k]);
    return sum.value();
  };
  const auto after = std::partition_point(
      corners.begin(), corners.end(), [&](double c) { return placed(c) < total; });
  if (after == corners.begin() || after == corners.end())
    return after == corners.end() ? corners.back() : corners.front();
  const double low = *(after - 1);
  const double high = *after;
  const double below = placed(low);
  const double above = placed(high);
  return low + (high - low) * ((total - below) / (above - below));
}

/// Rounds targets that add up to `total` by the largest remainder.
inline void round_by_largest_remainder(std::span<stratum_allocation> strata, std::uint64_t total) {
  std::uint64_t placed = 0;
  for (stratum_allocation& s : strata) {
    s.items = static_cast<std::uint64_t>(s.target);
    placed += s.items;
  }
  std::vector<std::size_t> order(strata.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return strata[a].target - std::floor(strata[a].target) >
           strata[b].target - std::floor(strata[b].target);
  });
  for (std::size_t i = 0; placed < total; ++i, ++placed)
    ++strata[order[i]].items;
}

[[nodiscard]] inline double allocation_measure(
    const stratum_request& stratum, std::uint64_t population, const allocation_options& options) {
  const double n = static_cast<double>(population);
  switch (options.rule) {
  case allocation_rule::proportional:
    return n;
  case allocation_rule::equal:
    return 1;
  case allocation_rule::neyman:
    return n * stratum.standard_deviation;
  case allocation_rule::power:
    break;
  }
  return std::pow(n * stratum.standard_deviation, options.exponent);
}

} // namespace detail

/// Shares options.total among strata of `population` items each.
///
/// Throws argument_error E300 (no strata, total 0, or lists of different length), E301 (a standard
/// deviation or exponent out of range), E302 (a minimum above its maximum), E303 (the minima exceed
/// the total), E307 (a stratum declared twice); unless options.shortfalls is `record`,
/// incomplete_error E304 (a stratum holds fewer items than its minimum), E305 (a declared stratum
/// is empty), E306 (the strata cannot give the total). O(K log K) for K strata.
[[nodiscard]] inline allocation allocate(std::span<const stratum_request> strata,
    std::span<const std::uint64_t> population, const allocation_options& options) {
  detail::check_allocation_request(strata, options);
  if (strata.size() != population.size())
    throw argument_error(300, "allocate",
        std::to_string(strata.size()) + " strata and " + std::to_string(population.size()) +
            " populations; every stratum needs the number of its items");
  allocation result;
  result.strata.resize(strata.size());
  result.shortfalls = detail::find_shortfalls(strata, population, options);
  const auto bounds = detail::find_bounds(strata, population, options);
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  for (const detail::allocation_bounds& b : bounds) {
    least += b.low;
    most += std::min(b.high, options.total); // no stratum is asked for more: the sum cannot wrap
  }
  detail::check_totals(least, most, options);
  std::vector<double> measure;
  std::vector<detail::allocation_bounds> shared; // the others hold nothing and get nothing
  std::vector<std::size_t> which;
  measure.reserve(strata.size());
  shared.reserve(strata.size());
  which.reserve(strata.size());
  for (std::size_t k = 0; k < strata.size(); ++k) {
    if (population[k] == 0)
      continue;
    measure.push_back(detail::allocation_measure(strata[k], population[k], options));
    shared.push_back(bounds[k]);
    which.push_back(k);
  }
  const std::uint64_t total = std::min(options.total, most);
  result.unplaced = options.total - total;
  if (which.empty())
    return result;
  const double factor = detail::allocation_factor(measure, shared, static_cast<double>(total));
  for (std::size_t i = 0; i < which.size(); ++i)
    result.strata[which[i]].target = shared[i].clamp(factor * measure[i]);
  detail::round_by_largest_remainder(result.strata, total);
  return result;
}

} // namespace tailgate
