// Do several strata tell one story? Three questions, asked before one number speaks for them all:
//
//   Cochran's Q      do the strata share one difference?           (any metric)
//   Breslow-Day      do they share one odds ratio?                 (right/wrong outcomes)
//   reversal         does the total of both runs move against every stratum?  (Simpson; ditto)
//
// Q divides by standard errors, and a stratum without a flip has one of 0, which would weigh
// infinitely. Each stratum's spread is therefore read off its interval, half the width over the
// normal quantile of its level: for a t interval that is the standard error, a little widened for
// few clusters; a score interval has a width without a single flip. Where there is no interval the
// standard error is used, if positive. A stratum with neither is not in Q, and is listed.
//
// Breslow-Day and Mantel-Haenszel read a table of two independent samples, candidate and baseline,
// from each stratum: that both answered the same items is ignored. Right answers of the two agree
// mostly, so the tables vary less than the tests assume, and the tests reject less often than their
// level says: what they flag is flagged safely, and what they do not is not shown to be equal.
// Items of one cluster count as independent, which acts the other way. Odds ratios and differences
// are different scales: from different baselines, strata that share the one cannot share the other.
//
// References: stats/cochran_q.hpp, stats/breslow_day.hpp, stats/mantel_haenszel.hpp,
// stats/simpson.hpp. The level of the warning is Cochran's own advice for tests of so little power:
// Cochrane Handbook for Systematic Reviews, section 10.10.2.
#pragma once

#include <cstddef>
#include <span>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/detail/outcome_table.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/breslow_day.hpp>
#include <tailgate/stats/cochran_q.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/mantel_haenszel.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/odds_table.hpp>
#include <tailgate/stats/simpson.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

/// Cochran's Q without the inverse-variance mean, which is the mean of no population.
struct cochran_q_test {
  double q;
  double degrees_of_freedom; ///< strata in the test - 1
  double p_value;            ///< against "all strata share one difference"
  double i_squared;          ///< share of the spread that sampling does not explain, in [0, 1)
};

/// What the strata behind one number disagree about.
struct strata_heterogeneity {
  /// A p-value below this is a warning; it is looked at, not gated, and not adjusted.
  static constexpr double warning_level = 0.10;

  std::size_t strata = 0;
  estimate<cochran_q_test> cochran_q; ///< too few items for fewer than two strata with a spread
  std::vector<stratum_key> without_spread; ///< not in cochran_q: no difference, or a spread of 0

  estimate<stats::mantel_haenszel_result> common_odds_ratio; ///< candidate's odds over baseline's
  estimate<stats::breslow_day_result> breslow_day;           ///< with Tarone's correction
  std::vector<stratum_key> without_table; ///< not in these two: no counts, or all answers alike

  /// Of the items as drawn. Never in pairs, whose runs mix the strata alike; with totals only, when
  /// the runs do not. Not measured unless every stratum has counts.
  estimate<stats::reversal> reversal;

  [[nodiscard]] bool heterogeneous() const {
    return (cochran_q && cochran_q.value().p_value < warning_level) ||
           (breslow_day && breslow_day.value().p_value < warning_level);
  }
  [[nodiscard]] bool reversed() const {
    return reversal && reversal.value() != stats::reversal::none;
  }
  [[nodiscard]] bool warns() const { return heterogeneous() || reversed(); }
};

namespace detail {

/// The standard error that a stratum enters Q with.
[[nodiscard]] inline estimate<double> spread_of(const paired_summary& row) {
  if (!row.difference)
    return row.difference.why();
  if (row.confidence) {
    const double width = row.confidence.value().upper - row.confidence.value().lower;
    if (width > 0)
      return width / 2 /
             stats::normal_critical_value(stats::confidence_level(row.confidence_level));
  }
  if (row.standard_error && !(row.standard_error.value() > 0))
    return undefined_reason::zero_variance;
  return row.standard_error;
}

inline void test_differences(strata_heterogeneity& result, std::span<const paired_summary> rows) {
  std::vector<double> differences, spreads;
  differences.reserve(rows.size());
  spreads.reserve(rows.size());
  for (const paired_summary& row : rows)
    if (const estimate<double> spread = spread_of(row)) {
      differences.push_back(row.difference.value());
      spreads.push_back(spread.value());
    } else {
      result.without_spread.push_back(row.stratum);
    }
  const auto q = stats::cochran_q(differences, spreads);
  if (q)
    result.cochran_q = cochran_q_test{
        q.value().q, q.value().degrees_of_freedom, q.value().p_value, q.value().i_squared};
  else
    result.cochran_q = q.why();
}

/// Whether both runs have items, and both outcomes occur.
[[nodiscard]] inline bool has_odds_ratio(const stats::odds_table& t) {
  return t.candidate_right + t.candidate_wrong > 0 && t.baseline_right + t.baseline_wrong > 0 &&
         t.candidate_right + t.baseline_right > 0 && t.candidate_wrong + t.baseline_wrong > 0;
}

inline void test_outcomes(strata_heterogeneity& result, std::span<const paired_summary> rows) {
  std::vector<stats::odds_table> tables;
  tables.reserve(rows.size());
  for (const paired_summary& row : rows) {
    const auto table = outcome_table(row);
    if (table)
      tables.push_back(table.value());
    if (!table || !has_odds_ratio(table.value()))
      result.without_table.push_back(row.stratum);
  }
  if (tables.empty())
    return;
  result.common_odds_ratio = stats::mantel_haenszel(tables);
  result.breslow_day = stats::breslow_day(tables);
  if (tables.size() == rows.size())
    result.reversal = stats::simpson_reversal(tables);
}

} // namespace detail

/// Asks all three of the rows of one metric. Throws nothing for rows of a breakdown. O(rows).
[[nodiscard]] inline strata_heterogeneity test_heterogeneity(std::span<const paired_summary> rows) {
  strata_heterogeneity result;
  result.strata = rows.size();
  detail::test_differences(result, rows);
  detail::test_outcomes(result, rows);
  return result;
}

} // namespace tailgate
