// The only type that a result has: one row for every declared stratum, or no result at all.
//
// A score averaged over whatever was measured hides two things: the stratum that fell, and the
// stratum that is not there. A breakdown can only be made complete; numbers over several strata
// exist only as views of it, and each view names its estimand.
//
// A mean over context lengths needs one name more: it depends wholly on how many long prompts it
// counts. While the strata differ on an axis of kind context_length, every mean over them is
// refused until the axis is named, as in population(pooled_over{"records"}).
//
// Guarantees: rows are in declaration order with weights that sum to 1; copies share the rows;
// immutable, so safe to read from several threads.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/detail/completeness.hpp>
#include <tailgate/metrics/detail/declared_axes.hpp>
#include <tailgate/metrics/detail/deleted.hpp>
#include <tailgate/metrics/detail/pooling.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/detail/sample_weights.hpp>
#include <tailgate/metrics/detail/tail_total.hpp>
#include <tailgate/metrics/detail/weighted_total.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/strata/axis.hpp>
#include <utility>
#include <vector>

namespace tailgate {

struct marginal_table;

class breakdown {
public:
  /// Makes the result of one metric from the rows of its strata, in any order. `declared` is the
  /// population of this metric: natural frequencies are relative and are renormalised over it.
  /// The rows' own `weight` is overwritten. `axes` gives the kinds of axes that are not nominal.
  ///
  /// Throws incomplete_error E350 (a declared stratum is missing) or E351 (it has no items, or
  /// fewer than its minimum); argument_error E352 (a row's stratum was not declared), E353 (a
  /// stratum is declared or given twice), E354 (a natural frequency is not positive and finite),
  /// E355 (nothing declared), E356 (rows of different metrics or confidence levels), E358 (a row
  /// holds a number that is not finite, an interval in the wrong order, or more clusters than
  /// items), E388 (an axis that no stratum has), E389 (an axis given twice). Cost: O(K log K) for K
  /// strata.
  [[nodiscard]] static breakdown complete(std::span<const declared_stratum> declared,
      std::vector<paired_summary> rows, std::vector<axis> axes = {}) {
    detail::check_axes(declared, axes, detail::complete_place);
    return {std::make_shared<const std::vector<paired_summary>>(
                detail::complete_rows(declared, std::move(rows))),
        std::move(axes)};
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

  /// The axes whose kind was declared, in the order given; all others are nominal.
  [[nodiscard]] const std::vector<axis>& axes() const noexcept { return axes_; }

  /// The axes that a mean over all strata has to name: those of kind context_length on which the
  /// strata have two levels or more. For code that prints any result and says what it pooled:
  /// `result.population(pooled_over(result.context_axes()))`.
  [[nodiscard]] std::vector<std::string> context_axes() const {
    return detail::differing_context_axes(axes_, *rows_);
  }

  /// The mean over everyday traffic: strata weighted by their natural frequency, however many
  /// items of each were drawn (the stratified estimator; Cochran, Sampling Techniques, ch. 5).
  /// This and the other means throw argument_error E390 when they would pool context lengths that
  /// `pooled` does not name, E391 when it names something else.
  [[nodiscard]] aggregate population(const pooled_over& pooled = {}) const {
    return weighted("population mean (natural frequencies)", natural_frequencies(),
        detail::checked_pooling(axes_, *rows_, pooled, {"population"}));
  }

  /// The mean with every stratum counted alike (macro average): no population has this mean unless
  /// its strata are equally frequent. Throws as population() does.
  [[nodiscard]] aggregate equal_weights(const pooled_over& pooled = {}) const {
    const std::vector<double> weights(rows_->size(), 1.0 / static_cast<double>(rows_->size()));
    return weighted("mean with equal stratum weights", weights,
        detail::checked_pooling(axes_, *rows_, pooled, {"equal_weights"}));
  }

  /// The mean over the items as they were drawn, every item counted alike. It estimates something
  /// only when the sample is proportional to traffic, |n_k - n W_k| < 1 item for each stratum: what
  /// the rounding of an allocation to whole items explains. A random sample of traffic is not
  /// proportional by this rule either; population() is the better estimate for it (poststratified).
  /// Throws incomplete_error E392 for any other sample, and as population() does.
  [[nodiscard]] aggregate sample_mean(const pooled_over& pooled = {}) const {
    return weighted("mean over items as drawn (a sample proportional to traffic)",
        detail::proportional_weights(*rows_),
        detail::checked_pooling(axes_, *rows_, pooled, {"sample_mean"}));
  }

  /// The stratum whose difference is worst in the metric's direction; ties go to the first.
  /// Its interval allows for the selection, as that of cvar() does. One stratum pools nothing.
  [[nodiscard]] aggregate worst() const { return {rows_, detail::worst_total(*rows_)}; }

  /// The mean difference over the worst `fraction` of everyday traffic (conditional value at risk,
  /// Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038): strata from the worst difference
  /// up, until their natural frequencies fill `fraction`, the last one in part. 1 is population().
  /// Baseline and candidate are the means over the same strata. The interval applies the same
  /// functional to Bonferroni bounds of all strata, because the tail was picked by the data: valid
  /// for the true tail, and wide. No standard error.
  /// Throws argument_error E357 unless 0 < fraction <= 1. A mean over strata like the others, it
  /// throws as population() does; whether the tail that the data pick holds one length or several
  /// makes no difference, so that the same call is refused on every run.
  [[nodiscard]] aggregate cvar(double fraction, const pooled_over& pooled = {}) const {
    aggregate_values total = detail::tail_total(*rows_, fraction);
    const pooled_over over = detail::checked_pooling(
        axes_, *rows_, pooled, {"cvar", detail::number_text(fraction) + ", "});
    total.estimand = detail::pooled_text(total.estimand, over);
    return {rows_, std::move(total)};
  }

  /// The result by the levels of one axis, or of several axes crossed; defined, with its errors, in
  /// <tailgate/metrics/marginal_table.hpp>.
  [[nodiscard]] marginal_table marginal(
      const std::vector<std::string>& axes, const pooled_over& pooled = {}) const;
  template <std::convertible_to<std::string> Name>
  [[nodiscard]] marginal_table marginal(const Name& axis, const pooled_over& pooled = {}) const;

  /// Writes one line a stratum; numbers over several strata are written by their aggregate.
  friend std::ostream& operator<<(std::ostream& out, const breakdown& b) {
    for (const paired_summary& row : b.strata())
      out << detail::row_text(row) << '\n';
    return out;
  }

  // clang-format off
  breakdown() TAILGATE_DELETE("a result is complete: make it with breakdown::complete(declared, rows)");
  template <detail::number T> operator T() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  void mean() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  void average() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  void value() const TAILGATE_DELETE("name the estimand: population(), equal_weights(), worst() or cvar()");
  friend void operator+(const breakdown&, const breakdown&) TAILGATE_DELETE("results are not added: merge the shards with stratified::merge() first");
  friend void operator-(const breakdown&, const breakdown&) TAILGATE_DELETE("results are not subtracted: pair the runs item by item in one metric");
  friend void operator<=>(const breakdown&, const breakdown&) TAILGATE_DELETE("results have no order: judge each with tailgate::gate, or compare strata()");
  template <detail::number T> friend void operator==(const breakdown&, T) TAILGATE_DELETE("compare strata(), or use tailgate::gate");
  template <detail::number T> friend void operator<=>(const breakdown&, T) TAILGATE_DELETE("compare strata(), or use tailgate::gate");
  // clang-format on

private:
  // Compilers quote the line of a private constructor, so it says the way out.
  breakdown(aggregate::cells rows, std::vector<axis> axes) // made by breakdown::complete()
      : rows_(std::move(rows)), axes_(std::move(axes)) {}

  [[nodiscard]] std::vector<double> natural_frequencies() const {
    std::vector<double> weights;
    weights.reserve(rows_->size());
    for (const paired_summary& row : *rows_)
      weights.push_back(row.weight);
    return weights;
  }

  [[nodiscard]] aggregate weighted(const std::string& estimand, std::span<const double> weights,
      const pooled_over& pooled) const {
    return {rows_, detail::weighted_total(detail::pooled_text(estimand, pooled), *rows_, weights)};
  }

  aggregate::cells rows_;
  std::vector<axis> axes_;
};

} // namespace tailgate
