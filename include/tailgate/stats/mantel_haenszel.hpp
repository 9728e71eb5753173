// The common odds ratio of several 2x2 tables, and the test that it is 1. Over strata with cells
// a, b, c, d and total t (see odds_table.hpp):
//
//   odds ratio = sum (a d / t) / sum (b c / t)
//   chi-square(1) = (|sum (a - E a)| - 1/2)^2 / sum Var a     (the 1/2 is the continuity
//   correction)
//
// with the hypergeometric mean and variance of a. The interval uses the variance of the log odds
// ratio by Robins, Breslow and Greenland, valid for few large and for many small tables. It pools
// what Breslow-Day should first be asked about: whether there is one odds ratio at all.
//
// References: N. Mantel, W. Haenszel, J. Natl. Cancer Inst. 22 (1959), doi:10.1093/jnci/22.4.719;
// J. Robins, N. Breslow, S. Greenland, Biometrics 42 (1986), doi:10.2307/2531052.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/odds_table.hpp>

namespace tailgate::stats {

struct mantel_haenszel_result {
  estimate<double> odds_ratio;         ///< not invertible when sum b c / t is 0
  estimate<double> log_standard_error; ///< of the log odds ratio; also needs sum a d / t above 0
  double chi_square = 0;
  double p_value = 1;

  /// The two-sided interval of the odds ratio. Undefined as log_standard_error.
  [[nodiscard]] estimate<interval> confidence(confidence_level level = default_confidence) const {
    if (!log_standard_error)
      return log_standard_error.why();
    const double reach = normal_critical_value(level) * log_standard_error.value();
    return interval{odds_ratio.value() * std::exp(-reach), odds_ratio.value() * std::exp(reach)};
  }
};

/// Undefined (no items) when no table has four non-empty margins; such tables are left out.
/// `continuity_correction` as in R's mantelhaen.test. O(strata), no allocation.
[[nodiscard]] inline estimate<mantel_haenszel_result> mantel_haenszel(
    std::span<const odds_table> strata, bool continuity_correction = true) {
  double r_sum = 0, s_sum = 0, pr = 0, cross = 0, qs = 0, excess = 0, variance = 0;
  for (const auto& table : strata) {
    const detail::odds_cells t(table);
    if (!t.informative())
      continue;
    const double r = t.a * t.d / t.total;
    const double s = t.b * t.c / t.total;
    const double p = (t.a + t.d) / t.total;
    const double q = (t.b + t.c) / t.total;
    r_sum += r;
    s_sum += s;
    pr += p * r;
    cross += p * s + q * r;
    qs += q * s;
    excess += t.a - t.candidate * t.right / t.total;
    variance += t.candidate * t.baseline / t.total * t.right * t.wrong / t.total / (t.total - 1);
  }
  if (!(variance > 0))
    return undefined_reason::no_items;
  mantel_haenszel_result result;
  const double gap = std::max(std::abs(excess) - (continuity_correction ? 0.5 : 0), 0.0);
  result.chi_square = gap * gap / variance;
  result.p_value = chi_square_sf(result.chi_square, 1);
  if (s_sum > 0)
    result.odds_ratio = r_sum / s_sum;
  else
    result.odds_ratio = undefined_reason::not_invertible;
  if (s_sum > 0 && r_sum > 0)
    result.log_standard_error = std::sqrt(
        pr / (2 * r_sum * r_sum) + cross / (2 * r_sum * s_sum) + qs / (2 * s_sum * s_sum));
  else
    result.log_standard_error = undefined_reason::not_invertible;
  return result;
}

} // namespace tailgate::stats
