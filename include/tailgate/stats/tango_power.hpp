// How many pairs decide a stratum against its margin? The exact power of Tango's test, and the
// number of pairs that reaches a power.
//
// With the probabilities of a lost and a gained item and n pairs, lost and gained counts are
// trinomial. The test of a pass rejects "difference <= -m" for T(-m) > z, that of a fail rejects
// "difference >= -m" for T(-m) < -z. T rises with the gained and falls with the lost items, so that
// for each number of the one the test rejects from some number of the other on:
//   power = sum over x of P(X = x) P(Y >= edge(x) | X = x).
//
// For large n, T(-m) is normal with mean sqrt(n) (d + m) / s0 and standard deviation s1 / s0, where
// d = gained - lost, s1^2 = lost + gained - d^2, and s0^2 is the variance that fits best among
// those with difference -m. Hence
//   n = ((z(1 - alpha) s0 + z(power) s1) / (d + m))^2,
// from which the search for the exact number starts. Exact power is a sawtooth in n, since counts
// are whole: the number returned is one from which on it stays up, not the first that touches it.
//
// References: T. Tango (1998), see tango.hpp; J.-m. Nam, "Establishing equivalence of two
// treatments and sample size requirements in matched-pairs design", Biometrics 53 (1997),
// doi:10.2307/2533508; M. R. Chernick, C. Y. Liu, "The saw-toothed behavior of power versus sample
// size", The American Statistician 56 (2002), doi:10.1198/000313002317572835.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/connor.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/tango.hpp>

namespace tailgate::stats {

/// Which of the two statements about the margin a test is to show.
enum class margin_verdict {
  no_worse, ///< a pass: the difference lies above -margin
  worse     ///< a fail: it lies below
};

namespace detail {

/// One side of the decision: Y counts the items that speak for it, X those against.
struct tango_decision {
  double against;    ///< probability of an item of X
  double speaks;     ///< probability of an item of Y
  double hypothesis; ///< the difference Y - X, a share, that has to be exceeded
  double critical;

  tango_decision(const discordance& assumed, double margin, double alpha, margin_verdict verdict)
      : against(verdict == margin_verdict::no_worse ? assumed.lost : assumed.gained),
        speaks(verdict == margin_verdict::no_worse ? assumed.gained : assumed.lost),
        hypothesis(verdict == margin_verdict::no_worse ? -margin : margin),
        critical(-normal_quantile(alpha)) {}

  [[nodiscard]] bool shown(std::uint64_t n, std::uint64_t x, std::uint64_t y) const {
    return stats::tango_statistic({n - x - y, x, y, 0}, hypothesis).value() > critical;
  }

  /// The least y <= n - x that shows it, n - x + 1 when none does; not below `from`.
  [[nodiscard]] std::uint64_t edge(std::uint64_t n, std::uint64_t x, std::uint64_t from) const {
    std::uint64_t low = std::min(from, n - x + 1);
    std::uint64_t high = n - x + 1;
    for (std::uint64_t step = 1; low + step < high; step *= 2) // mostly it is next to `from`
      if (shown(n, x, low + step - 1))
        high = low + step - 1;
      else
        low += step;
    while (low < high) {
      const std::uint64_t middle = low + (high - low) / 2;
      if (shown(n, x, middle))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  [[nodiscard]] double power(std::uint64_t n) const {
    const double mean = static_cast<double>(n) * against;
    // What lies further out has probability below 1e-25, by Bernstein's inequality.
    const double reach = 12 * std::sqrt(mean * (1 - against)) + 40;
    const auto first = static_cast<std::uint64_t>(std::max(mean - reach, 0.0));
    const std::uint64_t last = std::min(n, static_cast<std::uint64_t>(std::ceil(mean + reach)));
    const double share = against < 1 ? std::min(speaks / (1 - against), 1.0) : 0;
    double sum = 0;
    std::uint64_t from = 0;
    for (std::uint64_t x = first; x <= last; ++x) {
      from = edge(n, x, from);
      if (from > n - x)
        break; // more against it: nothing shows it any more
      sum += binomial_pmf(x, n, against) * binomial_upper_tail(from, n - x, share);
    }
    return std::min(sum, 1.0);
  }
};

inline void require_tango_plan(
    const discordance& assumed, double margin, double alpha, const char* place) {
  require_discordance(assumed, place);
  require_margin(margin, place);
  require_probability(alpha, place);
}

} // namespace detail

/// The probability that `pairs` pairs show the verdict at one-sided level `alpha`: exact up to
/// rounding, 0 for no pairs. `margin` is a proportion within (-1, 1), above 0 for a non-inferiority
/// margin. Throws argument_error E201, E206, E211.
/// Cost: about 24 standard deviations of a count, each a binomial tail: under 0.1 ms for
/// 1,000 pairs, a few ms for 10^6. No allocation.
[[nodiscard]] inline double tango_power(std::uint64_t pairs, const discordance& assumed,
    double margin, double alpha = 0.05, margin_verdict verdict = margin_verdict::no_worse) {
  detail::require_tango_plan(assumed, margin, alpha, "tango_power");
  if (pairs == 0)
    return 0;
  return detail::tango_decision(assumed, margin, alpha, verdict).power(pairs);
}

/// The normal approximation to the number of pairs that shows the verdict with probability `power`.
/// Undefined (no solution) when the assumed difference lies on the other side of -margin or at it,
/// or more than 1e15 pairs would be needed. Throws argument_error E201, E206, E211. O(1).
[[nodiscard]] inline estimate<std::uint64_t> tango_approximate_size(const discordance& assumed,
    double margin, double alpha = 0.05, double power = 0.8,
    margin_verdict verdict = margin_verdict::no_worse) {
  detail::require_tango_plan(assumed, margin, alpha, "tango_approximate_size");
  detail::require_probability(power, "tango_approximate_size");
  const detail::tango_decision decision(assumed, margin, alpha, verdict);
  const double gap = decision.speaks - decision.against - decision.hypothesis;
  if (!(gap > 0))
    return undefined_reason::not_invertible;
  // T over so many expected pairs, from which the standard error under the hypothesis is read.
  constexpr double many = 1e12;
  const auto x = static_cast<std::uint64_t>(std::llround(many * decision.against));
  const auto y = static_cast<std::uint64_t>(std::llround(many * decision.speaks));
  const auto n = std::max(static_cast<std::uint64_t>(many), x + y);
  const double s0 =
      gap * std::sqrt(many) / tango_statistic({n - x - y, x, y, 0}, decision.hypothesis).value();
  const double d = decision.speaks - decision.against;
  const double s1 = std::sqrt(std::max(decision.speaks + decision.against - d * d, 0.0));
  const double root = (decision.critical * s0 + normal_quantile(power) * s1) / gap;
  const double size = std::ceil(root > 0 ? root * root : 1.0);
  if (!(size < 1e15))
    return undefined_reason::not_invertible;
  return std::max(static_cast<std::uint64_t>(size), std::uint64_t{1});
}

/// The number of pairs from which on the exact power is at least `power`, checked for the next
/// twentieth of the sizes, at most 50; beyond 10^6 pairs the approximation, which is then off by
/// less than a thousandth. Undefined and errors as tango_approximate_size.
/// Cost: some 20 to 70 evaluations of tango_power.
[[nodiscard]] inline estimate<std::uint64_t> tango_sample_size(const discordance& assumed,
    double margin, double alpha = 0.05, double power = 0.8,
    margin_verdict verdict = margin_verdict::no_worse) {
  const auto start = tango_approximate_size(assumed, margin, alpha, power, verdict);
  if (!start || start.value() > 1'000'000)
    return start;
  const detail::tango_decision decision(assumed, margin, alpha, verdict);
  const auto enough = [&](std::uint64_t n) { return decision.power(n) >= power; };
  std::uint64_t high = start.value();
  while (!enough(high))
    high += high / 8 + 1;
  std::uint64_t low = high;
  while (low > 1 && enough(low))
    low -= low / 8 + (low < 8 ? 1 : 0);
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  std::uint64_t size = enough(low) ? low : high;
  for (std::uint64_t n = size; n - size < std::clamp<std::uint64_t>(size / 20, 10, 50);)
    if (!enough(++n))
      size = n + 1;
  return size;
}

} // namespace tailgate::stats
