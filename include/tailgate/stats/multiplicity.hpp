// p-values adjusted for the number of strata tested together. With p(1) <= ... <= p(m):
//
//   Holm                 max over j <= i of min(1, (m - j + 1) p(j))
//   Benjamini-Hochberg   min over j >= i of min(1, m / j * p(j))
//
// Holm keeps the probability of any false claim at most alpha, whatever the dependence: for the
// gate. Benjamini-Hochberg keeps the expected share of false claims among the claims at most alpha
// for independent or positively dependent tests: for discovery.
//
// A stratum without a p-value stays undefined and still counts in m, as if its p were 1: leaving
// out a measurement never makes another stratum significant.
//
// References: S. Holm, Scand. J. Statistics 6 (1979), jstor.org/stable/4615733; Y. Benjamini,
// Y. Hochberg, J. R. Statist. Soc. B 57 (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/detail/require.hpp>
#include <vector>

namespace tailgate::stats {

namespace detail {

/// Positions of `p` in ascending order; checks every entry.
[[nodiscard]] inline std::vector<std::size_t> ascending(
    std::span<const double> p, const char* place) {
  for (const double value : p)
    require_probability(value, place);
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(
      order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

/// Applies an adjustment to a family in which some p-values are undefined.
template <class Adjust>
[[nodiscard]] std::vector<estimate<double>> adjust_defined(
    std::span<const estimate<double>> p, Adjust&& adjust) {
  std::vector<double> filled(p.size());
  std::transform(p.begin(), p.end(), filled.begin(),
      [](const estimate<double>& value) { return value.value_or(1); });
  const std::vector<double> adjusted = adjust(filled);
  std::vector<estimate<double>> result(p.begin(), p.end());
  for (std::size_t i = 0; i < result.size(); ++i)
    if (result[i])
      result[i] = adjusted[i];
  return result;
}

} // namespace detail

/// Holm's adjusted p-values, in the order given. O(m log m).
/// Throws argument_error E201 for an entry outside [0, 1].
[[nodiscard]] inline std::vector<double> holm_adjust(std::span<const double> p) {
  const auto order = detail::ascending(p, "holm_adjust");
  std::vector<double> adjusted(p.size());
  double highest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    highest = std::max(highest, static_cast<double>(order.size() - i) * p[order[i]]);
    adjusted[order[i]] = std::min(highest, 1.0);
  }
  return adjusted;
}

/// Holm's adjusted p-values of a family in which some are undefined.
[[nodiscard]] inline std::vector<estimate<double>> holm_adjust(
    std::span<const estimate<double>> p) {
  return detail::adjust_defined(
      p, [](std::span<const double> filled) { return holm_adjust(filled); });
}

/// Benjamini and Hochberg's adjusted p-values, in the order given. O(m log m).
/// Throws argument_error E201 for an entry outside [0, 1].
[[nodiscard]] inline std::vector<double> benjamini_hochberg_adjust(std::span<const double> p) {
  const auto order = detail::ascending(p, "benjamini_hochberg_adjust");
  std::vector<double> adjusted(p.size());
  const double m = static_cast<double>(order.size());
  double lowest = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    lowest = std::min(lowest, m / static_cast<double>(i + 1) * p[order[i]]);
    adjusted[order[i]] = lowest;
  }
  return adjusted;
}

/// Benjamini and Hochberg's adjusted p-values of a family in which some are undefined.
[[nodiscard]] inline std::vector<estimate<double>> benjamini_hochberg_adjust(
    std::span<const estimate<double>> p) {
  return detail::adjust_defined(
      p, [](std::span<const double> filled) { return benjamini_hochberg_adjust(filled); });
}

} // namespace tailgate::stats
