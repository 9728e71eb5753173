// The bootstrap distribution of a statistic: its value on many samples of n items drawn with
// replacement from the n observed ones. bootstrap_intervals.hpp makes intervals of it.
//
// Replicate r draws from the Philox stream of (seed, stratum, r), and pieces of work are fixed
// ranges of replicates, so that the result is the same bits for every executor and thread count.
// It depends on the order of the items; sort them or keep them in a fixed order.
//
// Cost: replicates * n draws, about 5 ns each for the mean, split over the executor's threads.
//
// References: B. Efron, Annals of Statistics 7 (1979), doi:10.1214/aos/1176344552; the jackknife
// acceleration: B. Efron, JASA 82 (1987), doi:10.1080/01621459.1987.10478410.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// How to draw. Strata that share a seed get independent draws from different `stratum` numbers.
struct bootstrap_options {
  std::size_t replicates = 10000;
  std::uint64_t seed = 0;
  std::uint32_t stratum = 0;
};

/// What the interval methods read.
struct bootstrap_distribution {
  double observed = 0;            ///< the statistic of the sample itself
  std::vector<double> replicates; ///< ascending
  double acceleration = 0;        ///< skewness of the statistic, by the jackknife
};

namespace detail {

/// Keeps these streams apart from those of a sampler with the same seed ("bootstra").
inline constexpr std::uint64_t bootstrap_domain = 0x626F6F7473747261u;

/// Throws argument_error E207 unless there are replicates and fewer than 2^32 items.
inline void require_bootstrap(std::size_t items, const bootstrap_options& options) {
  if (options.replicates == 0 || items > std::numeric_limits<std::uint32_t>::max())
    throw argument_error(207, "bootstrap",
        std::to_string(options.replicates) + " replicates of " + std::to_string(items) +
            " items; need at least 1 replicate and fewer than 2^32 items");
}

/// Fills and sorts the replicates: `draw(stream)` returns the statistic of one resample.
template <class Draw>
[[nodiscard]] std::vector<double> bootstrap_replicates(
    const bootstrap_options& options, executor_ref exec, Draw&& draw) {
  constexpr std::size_t piece = 64; // replicates; fixed, so that threads do not change anything
  std::vector<double> replicates(options.replicates);
  exec.parallel_for((replicates.size() + piece - 1) / piece, [&](std::size_t p) {
    const std::size_t end = std::min((p + 1) * piece, replicates.size());
    for (std::size_t r = p * piece; r < end; ++r) {
      philox_stream stream(options.seed ^ bootstrap_domain, options.stratum, r);
      replicates[r] = draw(stream);
    }
  });
  std::sort(replicates.begin(), replicates.end());
  return replicates;
}

/// sum d^3 / (6 (sum d^2)^(3/2)) over the jackknife deviations d = mean - value; 0 without spread.
[[nodiscard]] inline double jackknife_acceleration(std::span<const double> leave_one_out) {
  const double mean = exact_sum(leave_one_out) / static_cast<double>(leave_one_out.size());
  stable_sum squares;
  stable_sum cubes;
  for (const double value : leave_one_out) {
    const double d = mean - value;
    squares += d * d;
    cubes += d * d * d;
  }
  const double spread = squares.value();
  return spread > 0 ? cubes.value() / (6 * spread * std::sqrt(spread)) : 0;
}

} // namespace detail

/// The bootstrap distribution of the mean of `values`. Undefined for no items, one item (too few),
/// or a NaN or infinite item. Throws argument_error E207 for 0 replicates or 2^32 items.
/// Allocates one double a replicate and one an item.
[[nodiscard]] inline estimate<bootstrap_distribution> bootstrap_mean(
    std::span<const double> values, const bootstrap_options& options = {}, executor_ref exec = {}) {
  const std::size_t n = values.size();
  detail::require_bootstrap(n, options);
  if (n < 2)
    return n == 0 ? undefined_reason::no_items : undefined_reason::too_few_items;
  const stable_sum total(values);
  if (!total.finite())
    return undefined_reason::non_finite_input;
  const double count = static_cast<double>(n);
  bootstrap_distribution result;
  result.observed = total.value() / count;
  result.replicates = detail::bootstrap_replicates(options, exec, [&](philox_stream& stream) {
    const auto bound = static_cast<std::uint32_t>(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
      sum += values[stream.below(bound)];
    return sum / count;
  });
  std::vector<double> leave_one_out(n);
  for (std::size_t i = 0; i < n; ++i)
    leave_one_out[i] = (total.value() - values[i]) / (count - 1);
  result.acceleration = detail::jackknife_acceleration(leave_one_out);
  return result;
}

/// The bootstrap distribution of any `statistic(std::span<const double>) -> double`, which must be
/// safe to call from several threads. Otherwise as bootstrap_mean; the jackknife calls it n times
/// more, each on n - 1 items. Allocates n doubles a replicate.
template <class Statistic>
[[nodiscard]] estimate<bootstrap_distribution> bootstrap(std::span<const double> values,
    Statistic&& statistic, const bootstrap_options& options = {}, executor_ref exec = {}) {
  const std::size_t n = values.size();
  detail::require_bootstrap(n, options);
  if (n < 2)
    return n == 0 ? undefined_reason::no_items : undefined_reason::too_few_items;
  if (!std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); }))
    return undefined_reason::non_finite_input;
  bootstrap_distribution result;
  result.observed = statistic(values);
  result.replicates = detail::bootstrap_replicates(options, exec, [&](philox_stream& stream) {
    std::vector<double> resample(n);
    for (auto& x : resample)
      x = values[stream.below(static_cast<std::uint32_t>(n))];
    return statistic(std::span<const double>(resample));
  });
  std::vector<double> leave_one_out(n);
  exec.parallel_for(n, [&](std::size_t i) {
    std::vector<double> rest;
    rest.reserve(n - 1);
    rest.insert(rest.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i));
    rest.insert(rest.end(), values.begin() + static_cast<std::ptrdiff_t>(i) + 1, values.end());
    leave_one_out[i] = statistic(std::span<const double>(rest));
  });
  result.acceleration = detail::jackknife_acceleration(leave_one_out);
  return result;
}

} // namespace tailgate::stats
