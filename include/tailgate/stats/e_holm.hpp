// e-values adjusted for the number of strata tested together (e-Holm): closed testing with the
// average of e-values, which is an e-value whatever the dependence.
//
//   adjusted e of stratum k = min over i of (e_k + the i smallest others) / (i + 1)
//
// Claiming all strata with adjusted e >= 1/alpha keeps the probability of any false claim at most
// alpha, at every stopping time. It claims whatever Holm on the p-values 1/e would, and more.
//
// Reference: V. Vovk, R. Wang, "E-values: calibration, combination and applications", Annals of
// Statistics 49 (2021), algorithm 1, doi:10.1214/20-AOS2020.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <vector>

namespace tailgate::stats {

/// The adjusted e-values, in the order given. O(strata^2).
/// Throws argument_error E212 for a negative or NaN entry.
[[nodiscard]] inline std::vector<double> e_holm_adjust(std::span<const double> e_values) {
  for (const double e : e_values)
    if (!(e >= 0))
      throw argument_error(
          212, "e_holm_adjust", "e-value is " + std::to_string(e) + "; e-values are at least 0");
  std::vector<std::size_t> order(e_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return e_values[a] < e_values[b]; });
  std::vector<double> adjusted(e_values.begin(), e_values.end());
  for (std::size_t k = 0; k < order.size(); ++k) {
    double& best = adjusted[order[k]];
    double smaller = 0;
    for (std::size_t i = 0; i < k; ++i) {
      smaller += e_values[order[i]];
      best = std::min(best, (e_values[order[k]] + smaller) / static_cast<double>(i + 2));
    }
  }
  return adjusted;
}

} // namespace tailgate::stats
