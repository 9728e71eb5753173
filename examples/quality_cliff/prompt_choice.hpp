// Which prompts a run uses: those of --prompts, or the default ones.
#pragma once

#include "command_line.hpp"
#include "prompt_sample.hpp"

namespace quality_cliff {

/// Strata that a file does not name are made from --axes. With --items a file is sampled as the
/// default prompts are; without it all of it is used. Throws tailgate::error for faults of the
/// files and the tokenizer, argument_error E804 for an axis that --axes does not know, E807 for one
/// of --ordered-axis and --context-axis that no stratum has, E809 for a design of other prompts,
/// and as draw_prompts.
[[nodiscard]] chosen_prompts choose_prompts(const command_line& options);

} // namespace quality_cliff
