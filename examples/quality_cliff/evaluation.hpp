// The experiment: the same prompts through the unquantized model and through every tier.
#pragma once

#include "command_line.hpp"

#include <tailgate/core/executor.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/prompt_set.hpp>

namespace quality_cliff {

/// The prompts of --prompts, or the default ones.
[[nodiscard]] tailgate::prompt_set choose_prompts(const command_line& options);

/// Scores `prompts` with the baseline and every tier, and judges the tiers. Shows progress on
/// stderr. Throws tailgate::error for faults of the model folder, the tiers or the prompts.
[[nodiscard]] tailgate::comparison evaluate(
    const command_line& options, const tailgate::prompt_set& prompts, tailgate::executor_ref exec);

} // namespace quality_cliff
