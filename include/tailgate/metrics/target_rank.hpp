// Rank of the right token: its place in the model's order of next tokens, 1 for the most likely.
//
// The row is the mean reciprocal rank, within (0, 1]: the mean over items of the mean over tokens
// of 1 / rank. Its distribution holds the quantiles of the ranks themselves for both models and of
// candidate rank - baseline rank, over all tokens.
//
// It sees the order that sampling with top-k draws from, whatever the temperature, and is untouched
// by a change that scales all logits alike, which losses and divergences report. The mean
// reciprocal rank is governed by the first few ranks; that a rare token fell from rank 300 to
// 30,000 is seen in the upper quantiles only.
//
// Reference: E. M. Voorhees, "The TREC-8 question answering track report", TREC-8 (1999), NIST SP
// 500-246, for the mean reciprocal rank.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/distribution_metric.hpp>
#include <tailgate/metrics/detail/logit_rows.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/token_values.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <vector>

namespace tailgate {

/// The ranks of the right tokens of one item under both models, in the order of the tokens; of one
/// length, at least 1.
struct paired_ranks {
  std::string id;                       ///< unique within a stratum
  std::string cluster;                  ///< items with an equal, non-empty name are not independent
  std::vector<std::uint32_t> baseline;  ///< each at least 1
  std::vector<std::uint32_t> candidate; ///< each at least 1
};

namespace detail {

struct target_rank_traits {
  using observation = paired_ranks;
  static constexpr const char* name = "target_rank";
  static constexpr const char* unit = "reciprocal rank";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;
  static constexpr std::array probabilities{0.5, 0.75, 0.9, 0.95, 0.99};

  static value_pair values(const paired_ranks& item) {
    require_tokens(name, item.id, item.baseline.size(), item.candidate.size());
    return {mean_reciprocal(item.id, item.baseline), mean_reciprocal(item.id, item.candidate)};
  }

  template <class F>
  static void for_each_value(const paired_ranks& item, F f) {
    for (std::size_t i = 0; i < item.baseline.size(); ++i)
      f(value_pair{static_cast<double>(item.baseline[i]), static_cast<double>(item.candidate[i])});
  }

private:
  [[nodiscard]] static double mean_reciprocal(
      const std::string& id, const std::vector<std::uint32_t>& ranks) {
    std::vector<double> reciprocals;
    reciprocals.reserve(ranks.size());
    for (const std::uint32_t rank : ranks) {
      if (rank == 0)
        throw argument_error(
            384, name, "item '" + id + "': a rank is 0; the most likely token has rank 1");
      reciprocals.push_back(1 / static_cast<double>(rank));
    }
    return mean_of(reciprocals).value();
  }
};

} // namespace detail

/// The metric "target_rank". observe() throws argument_error E360 (empty id), E361 (id seen
/// before), E383 (no tokens, or another number of them on each side), E384 (a rank of 0); the last
/// two name the item. The distribution is in ranks, not in the row's unit.
using target_rank = detail::distribution_metric<detail::target_rank_traits>;

static_assert(serializable_metric<target_rank>);

/// The rank of `token` within a row of logits, 1 for the highest; of equal logits the first comes
/// first, as top1 has it. One pass. Throws argument_error E369 for an empty row or a NaN, E385 when
/// the row has no such token.
[[nodiscard]] inline std::uint32_t rank_of_token(std::span<const float> logits, std::size_t token) {
  detail::require_ordered("rank_of_token", logits);
  if (token >= logits.size())
    throw argument_error(385, "rank_of_token",
        "token " + std::to_string(token) + " of " + std::to_string(logits.size()) +
            "; the row must cover the model's vocabulary");
  std::uint32_t rank = 1;
  for (std::size_t i = 0; i < logits.size(); ++i)
    if (logits[i] > logits[token] || (logits[i] == logits[token] && i < token))
      ++rank;
  return rank;
}

} // namespace tailgate
