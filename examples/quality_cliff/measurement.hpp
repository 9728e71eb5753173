// Measures runs: the unquantized model and its tiers over the same prompts.
#pragma once

#include "command_line.hpp"
#include "prompt_sample.hpp"

#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/harness/run_record.hpp>
#include <vector>

namespace quality_cliff {

/// What is measured in one pass.
struct measurement {
  std::vector<tailgate::run_record> runs; ///< as in the plan
  std::size_t vocabulary = 0;             ///< tokens that the model knows
};

/// The names of the tiers to judge, in the order given, without the baseline. Throws
/// argument_error E801 to E803 and E100 to E102 for mistakes in --tiers and --gate.
[[nodiscard]] std::vector<std::string> choose_tiers(const command_line& options);

/// The name of the format that a run was measured in: "int4-g128".
[[nodiscard]] std::string format_of(const tailgate::run_record& run);

/// Scores `prompts` with the model in each of `formats` (baseline_name or tiers). Divergences are
/// taken from the baseline where it is among them. A run whose file is named in `files`, as many as
/// formats, empty for none, is recorded there as it goes; what an interrupted run left is resumed.
/// With `saved`, refuses before anything is measured what could not be compared with it.
/// Prints the plan before it measures, and shows progress on stderr. Throws tailgate::error for
/// faults of the model folder, prompts, files.
[[nodiscard]] measurement measure(const command_line& options, const chosen_prompts& chosen,
    const std::vector<std::string>& formats, const std::vector<std::filesystem::path>& files,
    const tailgate::run_record* saved, tailgate::executor_ref exec);

} // namespace quality_cliff
