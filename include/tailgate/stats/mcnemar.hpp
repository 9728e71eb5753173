// McNemar's test: did right/wrong outcomes change in one direction more than in the other? Under
// H0 each of the m = lost + gained discordant pairs goes either way with probability 1/2.
//
//   exact                 2 P(X <= min(lost, gained)),  X ~ Binomial(m, 1/2), at most 1
//   mid-p                 exact - P(X = min); 1 - P(X = m/2) / 2 when lost = gained
//   asymptotic            chi-square(1) of (gained - lost)^2 / m
//   continuity-corrected  chi-square(1) of (|gained - lost| - 1)^2 / m
//
// Mid-p is the default: its type I error was at most 0.053 at level 0.05 over 9595 settings, with
// the power of the asymptotic test. The exact and the corrected test are conservative. Without
// discordant pairs there is no evidence in either direction and every form gives 1.
//
// Reference: M. W. Fagerland, S. Lydersen, P. Laake, BMC Medical Research Methodology 13:91 (2013),
// doi:10.1186/1471-2288-13-91.
#pragma once

#include <algorithm>
#include <cmath>
#include <tailgate/core/estimate.hpp>
#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>

namespace tailgate::stats {

enum class mcnemar_method { mid_p, exact, asymptotic, continuity_corrected };

/// The two-sided p-value against "as many lost as gained". Undefined (no items) for an empty table.
[[nodiscard]] inline estimate<double> mcnemar_p_value(
    const paired_counts& counts, mcnemar_method method = mcnemar_method::mid_p) {
  if (counts.total() == 0)
    return undefined_reason::no_items;
  const auto pairs = counts.discordant();
  if (pairs == 0)
    return 1.0;
  const auto fewer = std::min(counts.lost, counts.gained);
  const double m = static_cast<double>(pairs);
  const double gap = m - 2 * static_cast<double>(fewer);
  switch (method) {
  case mcnemar_method::exact:
    return std::min(2 * binomial_cdf(fewer, pairs, 0.5), 1.0);
  case mcnemar_method::asymptotic:
    return chi_square_sf(gap * gap / m, 1);
  case mcnemar_method::continuity_corrected: {
    const double corrected = std::max(gap - 1, 0.0);
    return chi_square_sf(corrected * corrected / m, 1);
  }
  case mcnemar_method::mid_p:
    break;
  }
  if (counts.lost == counts.gained)
    return 1 - 0.5 * binomial_pmf(fewer, pairs, 0.5);
  return 2 * binomial_cdf(fewer, pairs, 0.5) - binomial_pmf(fewer, pairs, 0.5);
}

} // namespace tailgate::stats
