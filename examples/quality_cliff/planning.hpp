// What the verdicts of a run will cost, before anything is measured.
#pragma once

#include "command_line.hpp"
#include "prompt_sample.hpp"

#include <cstddef>
#include <string>

namespace quality_cliff {

/// A few lines: how many prompts are run of how many, what a pass and a fail of exact match take at
/// the margin, and which strata lack prompts. `tiers` are judged together, at least 1. Throws
/// tailgate::error for a margin or alpha that no gate takes.
[[nodiscard]] std::string plan_summary(
    const command_line& options, const chosen_prompts& prompts, std::size_t tiers);

/// A line a stratum: candidates, prompts, weight, and the power of a pass.
[[nodiscard]] std::string plan_table(
    const command_line& options, const chosen_prompts& prompts, std::size_t tiers);

} // namespace quality_cliff
