// A candidate's run against a baseline's, by every metric that both records can carry.
//
//   metric               over                                              of an item
//   exact_match          strata with answers                               right
//   flip_rate            the same                                          right
//   loss                 strata without answers                            mean loss of its tokens
//   digit_prefix, relative_error, order_of_magnitude
//                        strata whose answers are all numbers              expected, output
//   probability_shift    strata with tokens                                exp(-loss) of each token
//   target_rank          the same                                          rank of each token
//   top1_flips           strata with lists of the most likely tokens       first of each list
//   topk_agreement       the same, k the shortest list, if 2 or more       first k of each list
//   script_drift         strata with shares outside their scripts          outside_script
//   kl_divergence, reverse_kl_divergence, jensen_shannon
//                        strata with divergences, where the candidate's    divergence
//                        divergence_reference is the baseline's model
//
// Perplexity is read from a row of loss (perplexity). Divergences need both models at once: a
// candidate that was measured beside the same model as the saved baseline has them, and says so by
// the fingerprint; any other divergence is left unread.
//
// Items that are missing: one that the candidate lacks counts as wrong there for metrics of
// answers, and is left out of the others; one that the baseline lacks is left out of all. Each is
// counted in `missing_items` of its stratum's row, which a gate never passes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/harness/comparison_options.hpp>
#include <tailgate/harness/detail/run_collector.hpp>
#include <tailgate/harness/detail/run_populations.hpp>
#include <tailgate/harness/detail/token_fields.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/digit_prefix.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/flip_rate.hpp>
#include <tailgate/metrics/jensen_shannon.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/latency.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <tailgate/metrics/order_of_magnitude.hpp>
#include <tailgate/metrics/probability_shift.hpp>
#include <tailgate/metrics/relative_error.hpp>
#include <tailgate/metrics/reverse_kl_divergence.hpp>
#include <tailgate/metrics/script_drift.hpp>
#include <tailgate/metrics/target_rank.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <tailgate/metrics/topk_agreement.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

/// An item that the candidate lacks is wrong there.
[[nodiscard]] inline paired_outcome outcome_of(const item_pair& pair) {
  const item_record& b = *pair.baseline;
  return {b.id, b.cluster, b.right, pair.candidate && pair.candidate->right};
}

/// An item that the candidate lacks has no answer there, which is graded as no number.
[[nodiscard]] inline paired_numbers numbers_of(const item_pair& pair) {
  const item_record& b = *pair.baseline;
  return {b.id, b.cluster, *b.expected, b.output,
      pair.candidate ? pair.candidate->output : std::string()};
}

[[nodiscard]] inline paired_loss loss_of(const item_pair& pair) {
  const item_record& b = *pair.baseline;
  return {b.id, b.cluster, token_mean(b, token_loss), token_mean(*pair.candidate, token_loss)};
}

[[nodiscard]] inline paired_probabilities probabilities_of(const item_pair& pair) {
  const item_record& b = *pair.baseline;
  return {b.id, b.cluster, token_values(b, token_probability),
      token_values(*pair.candidate, token_probability)};
}

[[nodiscard]] inline paired_ranks ranks_of(const item_pair& pair) {
  const auto rank = [](const token_record& token) { return token.rank; };
  const item_record& b = *pair.baseline;
  return {b.id, b.cluster, token_values(b, rank), token_values(*pair.candidate, rank)};
}

[[nodiscard]] inline item_top1_flips top1_flips_of(const item_pair& pair) {
  const item_record& b = *pair.baseline;
  item_top1_flips flips{b.id, b.cluster, b.tokens.size(), 0};
  for (std::size_t t = 0; t < b.tokens.size(); ++t)
    flips.changed += b.tokens[t].top.front() != pair.candidate->tokens[t].top.front();
  return flips;
}

/// At depth k, which no list of either record falls short of. O(tokens x k^2).
[[nodiscard]] inline item_topk_agreement topk_agreement_of(const item_pair& pair, std::size_t k) {
  const item_record& b = *pair.baseline;
  item_topk_agreement agreement{b.id, b.cluster, b.tokens.size(), k, 0};
  const auto depth = static_cast<std::ptrdiff_t>(k);
  for (std::size_t t = 0; t < b.tokens.size(); ++t) {
    const auto ours = b.tokens[t].top.begin();
    const auto theirs = pair.candidate->tokens[t].top.begin();
    agreement.shared += static_cast<std::size_t>(std::count_if(ours, ours + depth,
        [&](std::uint32_t id) { return std::find(theirs, theirs + depth, id) != theirs + depth; }));
  }
  return agreement;
}

} // namespace detail

/// One breakdown a metric, in the order of the table above; metrics that the records do not carry
/// are left out.
///
/// Throws argument_error E482 (some items of a stratum have an answer, tokens, ... and some do
/// not), E484 (one run has them in fewer strata than the other); incomplete_error E483 (a stratum
/// that no metric covers), E351 (a stratum with fewer items left than its minimum, by name); what
/// breakdown::complete and the metrics throw. Deterministic; the order of the items does not
/// matter. About 15 passes over the items.
[[nodiscard]] inline std::vector<breakdown> compare_runs(
    const paired_run& runs, const comparison_options& options) {
  using detail::without_candidate;
  const detail::run_populations over = detail::find_populations(runs);
  detail::run_collector results(runs, options);
  const auto graded = without_candidate::wrong;
  const auto measured = without_candidate::left_out;
  results.collect(over.answered, graded, exact_match(options.clusters), detail::outcome_of);
  results.collect(over.plain, measured, next_token_loss(), detail::loss_of);
  results.collect(over.numeric, graded, digit_prefix(), detail::numbers_of);
  results.collect(over.numeric, graded, relative_error(), detail::numbers_of);
  results.collect(over.numeric, graded, order_of_magnitude(options.clusters), detail::numbers_of);
  results.collect(over.answered, graded, flip_rate(options.clusters), detail::outcome_of);
  results.collect(over.tokens, measured, probability_shift(), detail::probabilities_of);
  results.collect(over.tokens, measured, target_rank(), detail::ranks_of);
  results.collect(over.top, measured, top1_flips(), detail::top1_flips_of);
  if (over.depth >= 2)
    results.collect(over.top, measured, topk_agreement(),
        [&](const item_pair& pair) { return detail::topk_agreement_of(pair, over.depth); });
  results.collect(over.scripted, measured, script_drift(), [](const item_pair& pair) {
    const item_record& b = *pair.baseline;
    return paired_script_drift{b.id, b.cluster, *b.outside_script, *pair.candidate->outside_script};
  });
  const auto divergence = [](double divergence_record::*kind) {
    return [kind](const item_pair& pair) {
      return item_divergence{
          pair.baseline->id, pair.baseline->cluster, (*pair.candidate->divergence).*kind};
    };
  };
  results.collect(
      over.divergent, measured, kl_divergence(), divergence(&divergence_record::forward));
  results.collect(
      over.divergent, measured, reverse_kl_divergence(), divergence(&divergence_record::reverse));
  results.collect(
      over.divergent, measured, jensen_shannon(), divergence(&divergence_record::jensen_shannon));
  return std::move(results).take();
}

/// Seconds per item in both runs, over the strata that have them; nothing when none has. Apart from
/// the other metrics, since it is no property of the model and differs from run to run.
/// Throws as compare_runs.
[[nodiscard]] inline std::optional<breakdown> compare_latency(
    const paired_run& runs, const comparison_options& options) {
  const auto strata = detail::carried_strata(
      runs, "a time", [](const item_record& item) { return item.seconds.has_value(); });
  if (strata.empty())
    return std::nullopt;
  detail::run_collector results(runs, options);
  results.collect(
      strata, detail::without_candidate::left_out, latency(), [](const item_pair& pair) {
        const item_record& b = *pair.baseline;
        return paired_latency{b.id, b.cluster, *b.seconds, *pair.candidate->seconds};
      });
  return std::move(results).take().front();
}

/// Checks, pairs and compares. Throws as pair_runs and compare_runs.
[[nodiscard]] inline std::vector<breakdown> compare_runs(
    const run_record& baseline, const run_record& candidate, const comparison_options& options) {
  return compare_runs(pair_runs(baseline, candidate), options);
}

} // namespace tailgate
