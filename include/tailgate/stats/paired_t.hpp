// The paired t method: mean of the per-item differences candidate - baseline, with
//   SE = s / sqrt(n),  s^2 = sum (x - mean)^2 / (n - 1),  df = n - 1.
//
// Items must be independent; for several items from one source use cluster_robust_mean, whose SE
// is often twice as large. Coverage is near the level from n = 30 on for mildly skewed differences;
// losses of language models have heavy right tails, for which mean_inference adjusts.
//
// References: Student, Biometrika 6 (1908), doi:10.1093/biomet/6.1.1; paired analysis of model
// evaluations: E. Miller, "Adding error bars to evals" (2024), arXiv:2411.00640.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tailgate/stats/detail/finite_estimate.hpp>
#include <tailgate/stats/detail/unit_skewness.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::stats {

/// Inference on the mean of `differences`. Mean undefined for no items; standard error undefined
/// for fewer than two (too few items); both undefined for a NaN or infinite item, and where a sum
/// or a square leaves the range of double (non-finite input).
/// O(n), two buffers of n doubles; the same bits for every order of the items.
[[nodiscard]] inline mean_inference paired_t(std::span<const double> differences) {
  mean_inference result;
  const std::size_t n = differences.size();
  result.items = n;
  result.clusters = n;
  if (n == 0) {
    result.mean = result.standard_error = undefined_reason::no_items;
    return result;
  }
  const double count = static_cast<double>(n);
  const double mean = exact_sum(differences) / count;
  result.mean = detail::finite_estimate(mean);
  if (!result.mean) {
    result.standard_error = result.mean.why();
    return result;
  }
  if (n < 2) {
    result.standard_error = undefined_reason::too_few_items;
    return result;
  }
  std::vector<double> residuals(n), squares(n);
  std::transform(differences.begin(), differences.end(), residuals.begin(),
      [mean](double x) { return x - mean; });
  std::transform(
      residuals.begin(), residuals.end(), squares.begin(), [](double u) { return u * u; });
  const double sum_of_squares = exact_sum(squares);
  result.degrees_of_freedom = count - 1;
  result.standard_error = detail::finite_estimate(std::sqrt(sum_of_squares / (count - 1) / count));
  result.skewness = result.standard_error ? detail::unit_skewness(residuals, sum_of_squares)
                                          : estimate<double>(result.standard_error.why());
  return result;
}

} // namespace tailgate::stats
