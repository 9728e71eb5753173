// The bootstrap distribution of a statistic: its value on many samples of n items drawn with
// replacement from the n observed ones. bootstrap_intervals.hpp makes intervals of it.
//
// Replicate r draws from the Philox stream of (seed, stratum, r), and pieces of work are fixed
// ranges of replicates, so that the result is the same bits for every executor and thread count.
// It depends on the order of the items; sort them or keep them in a fixed order.
//
// Cost: replicates * n draws, about 2 ns each for the mean, split over the executor's threads.
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
#include <tailgate/stats/detail/resampler.hpp>
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

[[nodiscard]] inline bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

/// Throws argument_error E207 unless there are replicates and fewer than 2^32 items.
inline void require_bootstrap(std::size_t items, const bootstrap_options& options) {
  if (options.replicates == 0 || items > std::numeric_limits<std::uint32_t>::max())
    throw argument_error(207, "bootstrap",
        std::to_string(options.replicates) + " replicates of " + std::to_string(items) +
            " items; need at least 1 replicate and fewer than 2^32 items");
}

/// Fills and sorts the replicates: `draw(stream)` returns the statistic of one resample. It is
/// copied for every piece of work, so that it may own a buffer. Undefined (non-finite input) when a
/// replicate is not finite.
template <class Draw>
[[nodiscard]] estimate<std::vector<double>> bootstrap_replicates(
    const bootstrap_options& options, executor_ref exec, const Draw& draw) {
  constexpr std::size_t piece = 64; // replicates; fixed, so that threads do not change anything
  std::vector<double> replicates(options.replicates);
  exec.parallel_for((replicates.size() + piece - 1) / piece, [&](std::size_t p) {
    Draw own = draw;
    const std::size_t end = std::min((p + 1) * piece, replicates.size());
    for (std::size_t r = p * piece; r < end; ++r)
      replicates[r] = own(philox_stream(options.seed ^ bootstrap_domain, options.stratum, r));
  });
  if (!all_finite(replicates))
    return undefined_reason::non_finite_input;
  std::sort(replicates.begin(), replicates.end());
  return replicates;
}

/// sum d^3 / (6 (sum d^2)^(3/2)) over the jackknife deviations d = mean - value; 0 without spread.
[[nodiscard]] inline double jackknife_acceleration(std::span<const double> leave_one_out) {
  const double mean = exact_sum(leave_one_out) / static_cast<double>(leave_one_out.size());
  double largest = 0;
  for (const double value : leave_one_out)
    largest = std::max(largest, std::abs(mean - value));
  if (!(largest > 0))
    return 0;
  stable_sum squares;
  stable_sum cubes;
  for (const double value : leave_one_out) { // by the largest, so that no cube leaves the range
    const double d = (mean - value) / largest;
    squares += d * d;
    cubes += d * d * d;
  }
  const double spread = squares.value();
  return cubes.value() / (6 * spread * std::sqrt(spread));
}

} // namespace detail

/// The bootstrap distribution of the mean of `values`. Undefined for no items, one item (too few),
/// or a NaN or infinite item or sum. Throws argument_error E207 for 0 replicates or 2^32 items.
/// Allocates one double a replicate and one an item; the jackknife is O(n).
[[nodiscard]] inline estimate<bootstrap_distribution> bootstrap_mean(
    std::span<const double> values, const bootstrap_options& options = {}, executor_ref exec = {}) {
  const std::size_t n = values.size();
  detail::require_bootstrap(n, options);
  if (n < 2)
    return n == 0 ? undefined_reason::no_items : undefined_reason::too_few_items;
  const double total = exact_sum(values);
  if (!std::isfinite(total))
    return undefined_reason::non_finite_input;
  const double count = static_cast<double>(n);
  const auto replicates = detail::bootstrap_replicates(
      options, exec, [&, indices = detail::resampler(n)](const philox_stream& stream) mutable {
        detail::lane_sum sum;
        indices.draw(stream, [&](std::span<const std::uint32_t> run) {
          sum.add(run, [&](std::uint32_t i) { return values[i]; });
        });
        return sum.value() / count;
      });
  if (!replicates)
    return replicates.why();
  std::vector<double> leave_one_out(n);
  for (std::size_t i = 0; i < n; ++i)
    leave_one_out[i] = (total - values[i]) / (count - 1);
  return bootstrap_distribution{
      total / count, replicates.value(), detail::jackknife_acceleration(leave_one_out)};
}

/// The bootstrap distribution of any `statistic(std::span<const double>) -> double`, which must be
/// safe to call from several threads. Undefined as for bootstrap_mean, and (non-finite input) where
/// the statistic is NaN or infinite on the sample, a resample or a sample without one item.
/// The jackknife calls it n times more, each on n - 1 items. Allocates n doubles a 64 replicates.
template <class Statistic>
[[nodiscard]] estimate<bootstrap_distribution> bootstrap(std::span<const double> values,
    Statistic&& statistic, const bootstrap_options& options = {}, executor_ref exec = {}) {
  const std::size_t n = values.size();
  detail::require_bootstrap(n, options);
  if (n < 2)
    return n == 0 ? undefined_reason::no_items : undefined_reason::too_few_items;
  if (!detail::all_finite(values))
    return undefined_reason::non_finite_input;
  const auto replicates = detail::bootstrap_replicates(options, exec,
      [&, indices = detail::resampler(n), resample = std::vector<double>(n)](
          const philox_stream& stream) mutable {
        auto next = resample.begin();
        indices.draw(stream, [&](std::span<const std::uint32_t> run) {
          next = std::transform(
              run.begin(), run.end(), next, [&](std::uint32_t i) { return values[i]; });
        });
        return statistic(std::span<const double>(resample));
      });
  if (!replicates)
    return replicates.why();
  std::vector<double> leave_one_out(n);
  constexpr std::size_t piece = 64;
  exec.parallel_for((n + piece - 1) / piece, [&](std::size_t p) {
    const std::size_t first = p * piece;
    std::vector<double> rest(values.begin(), values.end() - 1); // rest[j] is values[j + (j >= i)]
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(first) + 1, values.end(),
        rest.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t i = first; i < std::min(first + piece, n); ++i) {
      leave_one_out[i] = statistic(std::span<const double>(rest));
      if (i + 1 < n)
        rest[i] = values[i];
    }
  });
  const double observed = statistic(values);
  if (!std::isfinite(observed) || !detail::all_finite(leave_one_out))
    return undefined_reason::non_finite_input;
  return bootstrap_distribution{
      observed, replicates.value(), detail::jackknife_acceleration(leave_one_out)};
}

} // namespace tailgate::stats
