// What is printed before and after the pass: the request with what verdicts cost, and the design.
#pragma once

#include "bad_lines.hpp"
#include "command_line.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/sampling/sampling_design.hpp>

namespace sample_prompts {

/// Before anything is read. Throws as tailgate::plan for --margin, --alpha and so on.
[[nodiscard]] std::string request_report(
    const command_line& options, const tailgate::sampling_request& request);

/// After the draw: each stratum with its population, its sample and the power that it buys.
[[nodiscard]] std::string design_report(
    const command_line& options, const tailgate::sampling_design& design);

/// Lines read and left out, and what is known of duplicate ids.
[[nodiscard]] std::string input_report(
    const command_line& options, std::uint64_t lines, const bad_lines& bad);

} // namespace sample_prompts
