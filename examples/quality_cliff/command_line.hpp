// The options of quality_cliff.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace quality_cliff {

struct command_line {
  std::filesystem::path model;                ///< a Hugging Face folder
  std::vector<std::filesystem::path> prompts; ///< JSON Lines; none: the default prompts
  std::vector<std::string> ignored_keys;      ///< of the lines of prompts
  std::filesystem::path design;               ///< the sampling design behind the prompts
  std::vector<std::string> ordered_axes;      ///< of the prompts' strata, easiest level first
  std::vector<std::string> context_axes;      ///< likewise, context lengths
  std::vector<std::string> axes;              ///< of strata that a file does not name
  std::vector<std::string> tiers;             ///< as given, the baseline fp32 may be among them
  std::size_t per_stratum = 100;              ///< least prompts drawn of a stratum
  std::optional<std::size_t> items;           ///< prompts drawn in all
  std::vector<std::size_t> lookup_records;
  double margin = 0.10;      ///< exact match, proportion
  double loss_margin = 0.10; ///< nats per token
  double alpha = 0.05;
  std::optional<std::string> gate;                    ///< the tier whose verdict is the exit code
  bool plan = false;                                  ///< print the plan and stop
  bool sequential = false;                            ///< measure in rounds and stop early
  std::optional<std::filesystem::path> save_baseline; ///< measure the baseline only, and keep it
  std::optional<std::filesystem::path> baseline;      ///< a run that was kept
  std::vector<std::filesystem::path> candidates;      ///< kept runs to judge instead of --tiers
  std::optional<std::filesystem::path> save_runs;     ///< folder to keep the runs in
  std::uint64_t seed = 1;
  int threads = 1;
  bool int8_activations = false;
  std::filesystem::path out;
};

/// What the arguments ask for, or the exit code when there is nothing to do: 0 after --help and
/// --version, 3 after a mistake, which was explained on stderr.
struct parsed_command_line {
  command_line options;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_command_line parse_command_line(int argc, char** argv);

} // namespace quality_cliff
