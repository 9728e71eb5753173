// From runs to a comparison: every metric, the baseline's own soundness, the noise and the gate.
#pragma once

#include "command_line.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/metrics/intracluster_correlation.hpp>
#include <vector>

namespace quality_cliff {

/// What is known of clusters in the prompts.
[[nodiscard]] tailgate::intracluster_correlation clusters_of(const command_line& options);

/// Judges the candidates as one family. `vocabulary`, where it is known, lets the baseline's loss
/// be compared with guessing. Throws tailgate::error for runs that cannot be compared, and when
/// comparisons of the baseline with itself show that the gate would not keep its level.
[[nodiscard]] tailgate::comparison judge_runs(const command_line& options,
    const tailgate::run_record& baseline, const std::vector<tailgate::run_record>& candidates,
    std::optional<std::size_t> vocabulary, tailgate::executor_ref exec);

} // namespace quality_cliff
