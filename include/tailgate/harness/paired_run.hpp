// Two runs side by side: the items that both have, and the ones that one of them lacks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_difference.hpp>
#include <tailgate/harness/run_digest.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/harness/run_record.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tailgate {

/// One item of the baseline.
struct item_pair {
  const item_record* baseline = nullptr;
  const item_record* candidate = nullptr; ///< null where the candidate lacks the item
};

/// Points into the two records, which must outlive it and stay unchanged.
struct paired_run {
  const run_record* baseline = nullptr;
  const run_record* candidate = nullptr;
  std::vector<item_pair> items;                         ///< all of the baseline, in its order
  std::vector<const item_record*> missing_in_candidate; ///< the baseline's, by stratum, then id
  std::vector<const item_record*> missing_in_baseline;  ///< the candidate's, by stratum, then id
  std::vector<std::size_t> missing_in_both;             ///< how many of each stratum, ids unknown

  /// Items of a stratum that at least one run lacks.
  [[nodiscard]] std::size_t missing_items(std::size_t stratum) const {
    const auto of_stratum = [&](const item_record* item) { return item->stratum == stratum; };
    const auto count = [&](const std::vector<const item_record*>& of) {
      return static_cast<std::size_t>(std::count_if(of.begin(), of.end(), of_stratum));
    };
    return count(missing_in_candidate) + count(missing_in_baseline) + missing_in_both[stratum];
  }
};

/// Throws argument_error, naming what differs with both values: E475 (the prompt set, by name or
/// digest), E476 (the tokenizer), E477 (the scoring version), E478 (strata, axes or the number of
/// prompts). The models may differ in everything.
inline void check_comparable(const run_record& baseline, const run_record& candidate) {
  const auto difference = find_difference(baseline.design, candidate.design);
  if (!difference)
    return;
  const std::string text = "baseline and candidate cannot be compared: " + difference->text +
                           " (there: the baseline, here: the candidate); ";
  constexpr std::string_view place = "check_comparable";
  switch (difference->field) {
  case run_field::tokenizer:
    throw argument_error(476, place,
        text + "losses of other tokens are not comparable, run both models with one tokenizer");
  case run_field::scoring_version:
    throw argument_error(477, place, text + "measure the baseline again with this release");
  case run_field::strata:
    throw argument_error(478, place, text + "measure both over one declaration of strata");
  default:
    throw argument_error(475, place, text + "measure both over the same prompts");
  }
}

namespace detail {

/// Throws E480 when two records of one item are not of the same question.
inline void check_same_question(const item_record& baseline, const item_record& candidate) {
  const char* const field = baseline.stratum != candidate.stratum ? "stratum"
                            : baseline.inclusion_probability != candidate.inclusion_probability
                                ? "inclusion_probability"
                            : baseline.cluster != candidate.cluster   ? "cluster"
                            : baseline.expected != candidate.expected ? "expected answer"
                            : !baseline.tokens.empty() && !candidate.tokens.empty() &&
                                    baseline.tokens.size() != candidate.tokens.size()
                                ? "number of tokens"
                                : nullptr;
  if (field)
    throw argument_error(480, "pair_runs",
        "item '" + baseline.id + "' has another " + field +
            " in the candidate than in the baseline, although the designs are equal; one of the "
            "runs was not made from this prompt set, measure it again");
}

} // namespace detail

/// Pairs the items of two runs by id.
/// Throws argument_error E475 to E478 as check_comparable, E480 (both have an item, and it is not
/// the same question), E481 (a run holds a fault, or more items of a stratum than were planned).
/// Linear, and n log n in the missing items.
[[nodiscard]] inline paired_run pair_runs(const run_record& baseline, const run_record& candidate) {
  check_run(baseline, "the baseline's run");
  check_run(candidate, "the candidate's run");
  check_comparable(baseline, candidate);
  paired_run result;
  result.baseline = &baseline;
  result.candidate = &candidate;
  std::unordered_map<std::string_view, const item_record*> unpaired;
  unpaired.reserve(candidate.items.size());
  for (const item_record& item : candidate.items)
    unpaired.emplace(item.id, &item);
  result.items.reserve(baseline.items.size());
  std::vector<std::size_t> seen(baseline.design.strata.size());
  for (const item_record& item : baseline.items) {
    ++seen[item.stratum];
    const auto found = unpaired.find(item.id);
    if (found == unpaired.end()) {
      result.items.push_back({&item, nullptr});
      result.missing_in_candidate.push_back(&item);
    } else {
      detail::check_same_question(item, *found->second);
      result.items.push_back({&item, found->second});
      unpaired.erase(found);
    }
  }
  for (const auto& [id, item] : unpaired) {
    ++seen[item->stratum];
    result.missing_in_baseline.push_back(item);
  }
  const auto in_order = [](const item_record* a, const item_record* b) { return precedes(*a, *b); };
  std::sort(result.missing_in_candidate.begin(), result.missing_in_candidate.end(), in_order);
  std::sort(result.missing_in_baseline.begin(), result.missing_in_baseline.end(), in_order);
  result.missing_in_both.reserve(seen.size());
  for (std::size_t s = 0; s < seen.size(); ++s) {
    const std::size_t planned = baseline.design.planned_items[s];
    if (seen[s] > planned)
      throw argument_error(481, "pair_runs",
          "the runs have " + std::to_string(seen[s]) + " items of stratum '" +
              baseline.design.strata[s].key.name() + "' and " + std::to_string(planned) +
              " were planned; one of the runs was not made from this prompt set");
    result.missing_in_both.push_back(planned - seen[s]);
  }
  return result;
}
paired_run pair_runs(run_record&&, const run_record&) = delete; // the pairs would dangle
paired_run pair_runs(const run_record&, run_record&&) = delete;

/// One sentence for each kind of missing item, listing their ids with strata, at most `listed` of
/// each kind; no sentence when nothing is missing.
[[nodiscard]] inline std::vector<std::string> describe_missing(
    const paired_run& runs, std::size_t listed = 20) {
  std::vector<std::string> sentences;
  const std::vector<declared_stratum>& strata = runs.baseline->design.strata;
  const auto describe = [&](const std::vector<const item_record*>& items, const char* side) {
    if (items.empty())
      return;
    std::string text =
        std::to_string(items.size()) +
        (items.size() == 1 ? " item is missing in the " : " items are missing in the ") + side +
        ":";
    for (std::size_t i = 0; i < std::min(listed, items.size()); ++i)
      text +=
          (i == 0 ? " " : ", ") + items[i]->id + " (" + strata[items[i]->stratum].key.name() + ")";
    if (items.size() > listed)
      text += " and " + std::to_string(items.size() - listed) + " more";
    sentences.push_back(text + ".");
  };
  describe(runs.missing_in_candidate, "candidate");
  describe(runs.missing_in_baseline, "baseline");
  for (std::size_t s = 0; s < strata.size(); ++s)
    if (const std::size_t n = runs.missing_in_both[s]; n != 0)
      sentences.push_back(std::to_string(n) + (n == 1 ? " item" : " items") + " of " +
                          strata[s].key.name() + (n == 1 ? " is" : " are") +
                          " missing in both runs.");
  return sentences;
}

} // namespace tailgate
