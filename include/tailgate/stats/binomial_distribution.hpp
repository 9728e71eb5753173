// The binomial distribution: densities by Loader's saddle-point form, tails by the incomplete beta
// function, so that thousands of trials keep all digits.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <tailgate/stats/gamma_function.hpp>
#include <tailgate/stats/incomplete_beta.hpp>

namespace tailgate::stats {

namespace detail {

/// Throws argument_error E205 when there are more successes than trials.
inline void require_successes(std::uint64_t successes, std::uint64_t trials, const char* place) {
  if (successes > trials)
    throw argument_error(205, place,
        std::to_string(successes) + " successes of " + std::to_string(trials) +
            " trials; successes must not exceed trials");
}

} // namespace detail

/// P(X = k) for X ~ Binomial(trials, p). Throws argument_error E201 unless p lies within [0, 1],
/// E205 when k > trials.
[[nodiscard]] inline double binomial_pmf(std::uint64_t k, std::uint64_t trials, double p) {
  detail::require_probability(p, "binomial_pmf");
  detail::require_successes(k, trials, "binomial_pmf");
  const double n = static_cast<double>(trials);
  const double x = static_cast<double>(k);
  if (k == 0)
    return p == 1 ? (trials == 0 ? 1 : 0) : std::exp(n * std::log1p(-p));
  if (k == trials)
    return p == 0 ? 0 : std::exp(n * std::log(p));
  if (p == 0 || p == 1)
    return 0;
  // x^k y^(n-k) / B(k, n-k) is the density times k (n-k) / n.
  return detail::beta_power_term(x, n - x, p, 1 - p).value() * (n / (x * (n - x)));
}

/// P(X <= k). Errors as binomial_pmf.
[[nodiscard]] inline double binomial_cdf(std::uint64_t k, std::uint64_t trials, double p) {
  detail::require_probability(p, "binomial_cdf");
  detail::require_successes(k, trials, "binomial_cdf");
  if (k == trials)
    return 1;
  return detail::regularized_beta(
      static_cast<double>(trials - k), static_cast<double>(k) + 1, 1 - p, p);
}

/// P(X >= k). Errors as binomial_pmf.
[[nodiscard]] inline double binomial_upper_tail(std::uint64_t k, std::uint64_t trials, double p) {
  detail::require_probability(p, "binomial_upper_tail");
  detail::require_successes(k, trials, "binomial_upper_tail");
  if (k == 0)
    return 1;
  return detail::regularized_beta(
      static_cast<double>(k), static_cast<double>(trials - k) + 1, p, 1 - p);
}

} // namespace tailgate::stats
