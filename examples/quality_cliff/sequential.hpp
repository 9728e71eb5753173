// --sequential: measures in rounds and stops as soon as every tier has a verdict.
#pragma once

#include "command_line.hpp"
#include "prompt_sample.hpp"

#include <cstddef>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/harness/sequential_state.hpp>
#include <vector>

namespace quality_cliff {

/// One tier when measuring stopped.
struct sequential_tier {
  std::string name;
  tailgate::sequential_state state;
};

struct sequential_result {
  std::vector<sequential_tier> tiers;
  std::size_t rounds = 0;
  std::size_t measured = 0; ///< prompts that were put to every model
  std::size_t available = 0;
};

/// Judges exact match over the strata whose prompts have answers, at level alpha over all tiers.
/// Each round takes ten more independent units, prompts or complete clusters, of every stratum
/// that keeps a tier open, in an order drawn from the seed. Prints
/// the plan first. Throws tailgate::error as measure(),
/// and argument_error E808 when no stratum has answers.
[[nodiscard]] sequential_result judge_in_rounds(const command_line& options,
    const chosen_prompts& chosen, const std::vector<std::string>& tiers,
    tailgate::executor_ref exec);

/// The result as text for a terminal.
[[nodiscard]] std::string sequential_report(const sequential_result& result, double alpha);

} // namespace quality_cliff
