// Next-token loss: the mean negative log-likelihood of an item's tokens, in nats per token.
//
// Each item counts once, however long it is: the estimand is the mean over items, so that one long
// document does not outvote a stratum. The interval is the t interval of the per-item differences,
// adjusted for their skewness, and cluster-robust when items share a source.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

/// One item's mean loss under both models, over the same tokens.
struct paired_loss {
  std::string id;       ///< unique within a stratum
  std::string cluster;  ///< items with an equal, non-empty name are not independent
  double baseline = 0;  ///< nats per token, finite, not negative
  double candidate = 0; ///< nats per token, finite, not negative
};

namespace detail {

struct loss_traits {
  using observation = paired_loss;
  static constexpr const char* name = "loss";
  static constexpr const char* unit = "nats per token";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const paired_loss& item) {
    require_value(name, item.id, "the baseline's loss", item.baseline);
    require_value(name, item.id, "the candidate's loss", item.candidate);
    return {item.baseline, item.candidate};
  }
};

} // namespace detail

/// The metric "loss". observe() throws argument_error E360 (empty id), E361 (id seen before), E362
/// (a loss that is NaN, infinite or negative; names the item).
using next_token_loss = detail::mean_metric<detail::loss_traits>;

static_assert(paired_metric<next_token_loss>);

/// Perplexity, exp of the mean loss, of one stratum.
struct perplexity_summary {
  estimate<double> baseline;
  estimate<double> candidate;
  estimate<double> ratio;        ///< candidate over baseline; above 1 is worse
  estimate<interval> confidence; ///< of the ratio, at the row's level
};

/// The perplexities behind a row of next_token_loss: the geometric mean over items of each item's
/// perplexity per token. Exact: exp is monotone, so the interval keeps its coverage.
/// Throws argument_error E364 for a row of another metric.
[[nodiscard]] inline perplexity_summary perplexity(const paired_summary& row) {
  if (row.metric != next_token_loss::name)
    throw argument_error(364, "perplexity",
        "the row holds '" + row.metric + "'; perplexity is defined for '" + next_token_loss::name +
            "' only");
  const auto exponential = [](const estimate<double>& x) {
    return x ? estimate<double>(std::exp(x.value())) : x;
  };
  perplexity_summary result;
  result.baseline = exponential(row.baseline);
  result.candidate = exponential(row.candidate);
  result.ratio = exponential(row.difference);
  if (row.confidence)
    result.confidence =
        interval{std::exp(row.confidence.value().lower), std::exp(row.confidence.value().upper)};
  else
    result.confidence = row.confidence.why();
  return result;
}

} // namespace tailgate
