// Which strata each metric of two runs is over.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/detail/carried_strata.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/metrics/numeric_grade.hpp>
#include <vector>

namespace tailgate::detail {

/// Indices into the design's strata, rising.
struct run_populations {
  std::vector<std::size_t> answered;  ///< all items have an expected answer
  std::vector<std::size_t> numeric;   ///< of these, where all expected answers are numbers
  std::vector<std::size_t> plain;     ///< the others, whose text itself is scored
  std::vector<std::size_t> tokens;    ///< all items have scored tokens in both runs
  std::vector<std::size_t> top;       ///< and each token the most likely ones
  std::vector<std::size_t> scripted;  ///< all items have a share outside their scripts
  std::vector<std::size_t> divergent; ///< and the candidate its divergence from this baseline
  std::size_t depth = 0;              ///< the shortest list of most likely tokens in `top`
};

[[nodiscard]] inline bool contains_stratum(const std::vector<std::size_t>& strata, std::size_t s) {
  return std::binary_search(strata.begin(), strata.end(), s);
}

/// The candidate's divergences count when they are from the baseline's own model.
[[nodiscard]] inline std::vector<std::size_t> divergent_strata(
    const paired_run& runs, const std::vector<std::size_t>& tokens) {
  std::vector<std::size_t> strata;
  if (runs.candidate->divergence_reference != runs.baseline->model_fingerprint)
    return strata;
  const auto carried = carried_by(*runs.candidate, "a divergence",
      [](const item_record& item) { return item.divergence.has_value(); });
  std::optional<std::size_t> without;
  for (const std::size_t s : tokens)
    if (carried[s].value_or(true))
      strata.push_back(s);
    else
      without = s;
  if (without && !strata.empty())
    throw argument_error(484, "compare_runs",
        "stratum '" + runs.baseline->design.strata[*without].key.name() +
            "' has tokens and no divergences, other strata have both; a metric over the others "
            "would leave it out, measure it everywhere or nowhere");
  return strata;
}

/// The answered strata without any expected answer that is not a number.
[[nodiscard]] inline std::vector<std::size_t> numeric_strata(
    const paired_run& runs, std::vector<std::size_t> answered) {
  std::vector<bool> other(runs.baseline->design.strata.size());
  for (const run_record* run : {runs.baseline, runs.candidate})
    for (const item_record& item : run->items)
      if (!other[item.stratum] && item.expected && !grade_number("0", *item.expected).is_number)
        other[item.stratum] = true;
  std::erase_if(answered, [&](std::size_t s) { return other[s]; });
  return answered;
}

/// Throws argument_error E482 and E484 (carried_strata.hpp), incomplete_error E483 (a stratum that
/// no metric covers).
[[nodiscard]] inline run_populations find_populations(const paired_run& runs) {
  const run_design& design = runs.baseline->design;
  run_populations found;
  found.answered = carried_strata(runs, "an expected answer",
      [](const item_record& item) { return item.expected.has_value(); });
  found.tokens = carried_strata(
      runs, "scored tokens", [](const item_record& item) { return !item.tokens.empty(); });
  found.top = carried_strata(runs, "most likely tokens", [](const item_record& item) {
    return !item.tokens.empty() && std::all_of(item.tokens.begin(), item.tokens.end(),
                                       [](const token_record& t) { return !t.top.empty(); });
  });
  found.scripted = carried_strata(runs, "a share outside its scripts",
      [](const item_record& item) { return item.outside_script.has_value(); });
  found.numeric = numeric_strata(runs, found.answered);
  found.divergent = divergent_strata(runs, found.tokens);
  std::vector<bool> seen(design.strata.size());
  for (const run_record* run : {runs.baseline, runs.candidate})
    for (const item_record& item : run->items) {
      seen[item.stratum] = true;
      if (contains_stratum(found.top, item.stratum))
        for (const token_record& token : item.tokens)
          found.depth =
              found.depth == 0 ? token.top.size() : std::min(found.depth, token.top.size());
    }
  for (std::size_t s = 0; s < design.strata.size(); ++s) {
    const auto refuse = [&](const char* why) {
      throw incomplete_error(
          483, "compare_runs", "stratum '" + design.strata[s].key.name() + "' " + why);
    };
    if (!seen[s])
      refuse("has no item in either run; measure it, or take it out of the prompt set");
    if (contains_stratum(found.answered, s))
      continue;
    if (!contains_stratum(found.tokens, s))
      refuse(
          "has neither expected answers nor scored tokens in both runs, so that nothing compares "
          "it; record the tokens' losses");
    found.plain.push_back(s);
  }
  return found;
}

} // namespace tailgate::detail
