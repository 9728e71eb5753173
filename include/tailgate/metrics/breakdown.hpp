// The only type that a result has: one row for every declared stratum, or no result at all.
//
// A score averaged over whatever was measured hides two things: the stratum that fell, and the
// stratum that is not there. A breakdown can only be made complete; numbers over several strata
// exist only as views of it, and each view names its estimand.
//
// Guarantees: rows are in declaration order with weights that sum to 1; copies share the rows;
// immutable, so safe to read from several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/detail/completeness.hpp>
#include <tailgate/metrics/detail/deleted.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/detail/tail_total.hpp>
#include <tailgate/metrics/detail/weighted_total.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <utility>
#include <vector>

namespace tailgate {

class breakdown {
public:
  /// Makes the result of one metric from the rows of its strata, in any order. `declared` is the
  /// population of this metric: natural frequencies are relative and are renormalised over it.
  /// The rows' own `weight` is overwritten.
  ///
  /// Throws incomplete_error E350 (a declared stratum is missing) or E351 (it has no items, or
  /// fewer than its minimum); argument_error E352 (a row's stratum was not declared), E353 (a
  /// stratum is declared or given twice), E354 (a natural frequency is not positive and finite),
  /// E355 (nothing declared), E356 (rows of different metrics or confidence levels), E358 (a row
  /// holds a number that is not finite, an interval in the wrong order, or more clusters than
  /// items). Cost: O(K log K) for K strata.
  [[nodiscard]] static breakdown complete(
      std::span<const declared_stratum> declared, std::vector<paired_summary> rows) {
    return breakdown(std::make_shared<const std::vector<paired_summary>>(
        detail::complete_rows(declared, std::move(rows))));
  }

  [[nodiscard]] const std::string& metric() const noexcept { return rows_->front().metric; }
  [[nodiscard]] const std::string& unit() const noexcept { return rows_->front().unit; }
  [[nodiscard]] better direction() const noexcept { return rows_->front().direction; }
  [[nodiscard]] double confidence_level() const noexcept { return rows_->front().confidence_level; }

  /// One row a declared stratum, in declaration order; never empty. `weight` sums to 1.
  [[nodiscard]] std::span<const paired_summary> strata() const noexcept { return *rows_; }

  /// The row of one stratum. Throws argument_error E352 when it was not declared.
  [[nodiscard]] const paired_summary& stratum(const stratum_key& key) const {
    for (const paired_summary& row : *rows_)
      if (row.stratum == key)
        return row;
    throw argument_error(352, "breakdown::stratum",
        "stratum '" + key.name() + "' was not declared; the declared ones are in strata()");
  }

  /// The mean over everyday traffic: strata weighted by their natural frequency, however many
  /// items of each were drawn (the stratified estimator; Cochran, Sampling Techniques, ch. 5).
  [[nodiscard]] aggregate population() const {
    std::vector<double> weights;
    for (const paired_summary& row : *rows_)
      weights.push_back(row.weight);
    return {
        rows_, detail::weighted_total("population mean (natural frequencies)", *rows_, weights)};
  }

  /// The mean with every stratum counted alike (macro average): no population has this mean unless
  /// its strata are equally frequent.
  [[nodiscard]] aggregate equal_weights() const {
    const std::vector<double> weights(rows_->size(), 1.0 / static_cast<double>(rows_->size()));
    return {rows_, detail::weighted_total("mean with equal stratum weights", *rows_, weights)};
  }

  /// The stratum whose difference is worst in the metric's direction; ties go to the first.
  /// Its interval allows for the selection, as that of cvar() does.
  [[nodiscard]] aggregate worst() const { return {rows_, detail::worst_total(*rows_)}; }

  /// The mean difference over the worst `fraction` of everyday traffic (conditional value at risk,
  /// Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038): strata from the worst difference
  /// up, until their natural frequencies fill `fraction`, the last one in part. 1 is population().
  /// Baseline and candidate are the means over the same strata. The interval applies the same
  /// functional to Bonferroni bounds of all strata, because the tail was picked by the data: valid
  /// for the true tail, and wide. No standard error.
  /// Throws argument_error E357 unless 0 < fraction <= 1.
  [[nodiscard]] aggregate cvar(double fraction) const {
    return {rows_, detail::tail_total(*rows_, fraction)};
  }

  /// Writes one line a stratum; numbers over several strata are written by their aggregate.
  friend std::ostream& operator<<(std::ostream& out, const breakdown& b) {
    for (const paired_summary& row : b.strata())
      out << detail::row_text(row) << '\n';
    return out;
  }

  // clang-format off
  template <detail::number T> operator T() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  void mean() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  void value() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  // clang-format on

private:
  explicit breakdown(aggregate::cells rows) : rows_(std::move(rows)) {}

  aggregate::cells rows_;
};

} // namespace tailgate
