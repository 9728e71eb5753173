// One number for all strata, which cannot be had without the strata.
//
// A mean over strata can rise while the one stratum that matters falls (Simpson's paradox; the
// masked tail of an oversampled evaluation). So an aggregate is not a number: it converts to none,
// compares with none and adds to none. It is read together with its strata, by read() or <<.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <tailgate/metrics/aggregate_values.hpp>
#include <tailgate/metrics/detail/deleted.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace tailgate {

class breakdown;

/// A view of a complete breakdown, or of one level of a marginal table, through one estimand. Made
/// only by breakdown::population() and its siblings; shares ownership of the strata, so it outlives
/// the breakdown. Cheap to copy.
class aggregate {
public:
  /// Calls `f(std::span<const paired_summary> strata, const aggregate_values& total)` and returns
  /// what f returns, by value. The strata come in declaration order, each with its natural
  /// frequency in `weight` (in a level of a marginal table, its share of the level); the span is
  /// valid as long as any copy of this aggregate or its breakdown lives.
  template <class F>
  auto read(F&& f) const {
    static_assert(std::is_invocable_v<F, std::span<const paired_summary>, const aggregate_values&>,
        "aggregate::read hands over the strata together with the total: pass a callable of "
        "(std::span<const paired_summary>, const aggregate_values&)");
    return std::forward<F>(f)(std::span<const paired_summary>(*strata_), *values_);
  }

  /// Writes one line a stratum, then one line that names the estimand and its numbers.
  friend std::ostream& operator<<(std::ostream& out, const aggregate& a) {
    for (const paired_summary& row : *a.strata_)
      out << detail::row_text(row) << '\n';
    const aggregate_values& total = *a.values_;
    return out << total.estimand
               << detail::numbers_text(
                      total.baseline, total.candidate, total.difference, total.confidence)
               << '\n';
  }

  // clang-format off
  operator breakdown() const TAILGATE_DELETE("a total is no result: pass the breakdown that it was made from");
  aggregate() TAILGATE_DELETE("made by a breakdown only: population(), equal_weights(), worst() or cvar()");
  template <detail::number T> operator T() const TAILGATE_DELETE("no number without its strata: call read()");
  template <detail::number T> friend void operator==(const aggregate&, T) TAILGATE_DELETE("compare inside read(), or use tailgate::gate");
  template <detail::number T> friend void operator<=>(const aggregate&, T) TAILGATE_DELETE("compare inside read(), or use tailgate::gate");
  template <class T> friend void operator+(const aggregate&, const T&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <class T> friend void operator-(const aggregate&, const T&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <class T> friend void operator*(const aggregate&, const T&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <class T> friend void operator/(const aggregate&, const T&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator+(T, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator-(T, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator*(T, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator/(T, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator+=(T&, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  template <detail::number T> friend void operator-=(T&, const aggregate&) TAILGATE_DELETE("no arithmetic on an aggregate: call read()");
  friend void operator==(const aggregate&, const aggregate&) TAILGATE_DELETE("totals are not compared: compare strata inside read(), or use tailgate::gate");
  friend void operator<=>(const aggregate&, const aggregate&) TAILGATE_DELETE("totals have no order: compare strata inside read(), or use tailgate::gate");
  friend void to_string(const aggregate&) TAILGATE_DELETE("no text without its strata: write it with <<, which prints them");
  // clang-format on

  /// No JSON without the strata. A template that is looked up as nlohmann-json looks for it, so
  /// that the misuse says what to do instead.
  template <class Json>
  friend void to_json(Json&, const aggregate&) {
    static_assert(detail::never<Json>,
        "an aggregate has no JSON without its strata: write both inside read(), or write the whole "
        "comparison with tailgate::json_report");
  }

private:
  friend class breakdown;
  using cells = std::shared_ptr<const std::vector<paired_summary>>;

  // Compilers quote the line of a private constructor, so it says the way out.
  aggregate(cells strata, aggregate_values values) // made by breakdown::population() and the like
      : strata_(std::move(strata)),
        values_(std::make_shared<const aggregate_values>(std::move(values))) {}

  cells strata_;
  std::shared_ptr<const aggregate_values> values_;
};

} // namespace tailgate
