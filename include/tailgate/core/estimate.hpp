// A statistic that may not exist: a value, or the reason why there is none.
//
// An interval for zero samples, a clustered standard error of one cluster or a p-value without
// pairs is an explicit state here. It is never 0 or NaN that travels on into a report.
#pragma once

#include <optional>
#include <tailgate/error.hpp>
#include <utility>

namespace tailgate {

/// Why an estimate has no value.
enum class undefined_reason {
  no_items,         ///< nothing was observed
  too_few_items,    ///< fewer items than the estimator needs (its header says how many)
  one_cluster,      ///< all items share one cluster, so the variance between clusters is unknown
  zero_variance,    ///< the statistic divides by a spread that is zero
  zero_weight,      ///< the weights of the items sum to zero
  not_measured,     ///< the metric does not apply to these items
  not_invertible,   ///< the estimating equation has no solution for this input
  non_finite_input, ///< an observation is NaN or infinite
  no_loss           ///< a share of a loss was asked for, but nothing was lost
};

/// The reason as a phrase for reports: "no items".
[[nodiscard]] constexpr const char* to_string(undefined_reason reason) noexcept {
  switch (reason) {
  case undefined_reason::no_items:
    return "no items";
  case undefined_reason::too_few_items:
    return "too few items";
  case undefined_reason::one_cluster:
    return "only one cluster";
  case undefined_reason::zero_variance:
    return "zero variance";
  case undefined_reason::zero_weight:
    return "zero total weight";
  case undefined_reason::not_measured:
    return "not measured";
  case undefined_reason::not_invertible:
    return "no solution";
  case undefined_reason::non_finite_input:
    return "non-finite input";
  case undefined_reason::no_loss:
    return "no loss";
  }
  return "unknown";
}

/// A value of type T, or the reason why it is undefined. Regular when T is.
template <class T>
class estimate {
public:
  constexpr estimate() = default; ///< undefined: not measured
  constexpr estimate(T value) : value_(std::move(value)) {}
  constexpr estimate(undefined_reason why) : why_(why) {}

  [[nodiscard]] constexpr bool defined() const noexcept { return value_.has_value(); }
  constexpr explicit operator bool() const noexcept { return defined(); }

  /// The value. Throws incomplete_error E001 with the reason when undefined.
  [[nodiscard]] constexpr const T& value() const {
    if (!value_)
      throw incomplete_error(1, "estimate",
          std::string("the value is undefined (") + to_string(why_) +
              "); test defined() first or read why()");
    return *value_;
  }

  /// The value, or `fallback` when undefined. For drawing and sorting, not for arithmetic.
  [[nodiscard]] constexpr T value_or(T fallback) const { return value_ ? *value_ : fallback; }

  /// The reason; meaningful only when !defined().
  [[nodiscard]] constexpr undefined_reason why() const noexcept { return why_; }

  friend constexpr bool operator==(const estimate& a, const estimate& b) {
    return a.value_ == b.value_ && (a.defined() || a.why_ == b.why_);
  }

private:
  std::optional<T> value_;
  undefined_reason why_ = undefined_reason::not_measured;
};

/// A closed interval [lower, upper].
struct interval {
  double lower;
  double upper;
  friend constexpr bool operator==(const interval&, const interval&) = default;
};

} // namespace tailgate
