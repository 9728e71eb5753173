// What two runs must share to be compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/strata/axis.hpp>
#include <vector>

namespace tailgate {

/// Rises whenever the same output of a model would give other records: another rule for `right`,
/// other tokens scored. Runs of different versions are not compared.
inline constexpr std::uint32_t current_scoring_version = 1;

/// What was asked, and how answers were scored. make_run_design makes it from a prompt set.
struct run_design {
  std::string prompt_set;            ///< its name
  std::string prompts_digest;        ///< SHA-256 of all prompts with their strata
  std::string tokenizer_fingerprint; ///< SHA-256
  std::uint32_t scoring_version = current_scoring_version;
  std::vector<declared_stratum> strata;
  std::vector<axis> axes;
  std::vector<std::size_t> planned_items; ///< how many prompts each stratum has, so that an item
                                          ///< that no run has is still known to be missing
  friend bool operator==(const run_design&, const run_design&) = default;
};

} // namespace tailgate
