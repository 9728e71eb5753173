// The options of sample_prompts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tailgate/sampling/sampling_request.hpp>
#include <tailgate/stats/connor.hpp>
#include <vector>

namespace sample_prompts {

/// How far duplicate ids are looked for.
enum class id_check {
  all,   ///< among all lines, in 64-bit hashes
  sample ///< among the lines drawn
};

struct command_line {
  std::vector<std::string> inputs; ///< JSON Lines files, "-" for standard input
  std::filesystem::path out;
  std::vector<std::string> axes;      ///< of the prompt's text, see axes.hpp
  std::vector<std::string> axis_keys; ///< keys of the line whose values are levels
  std::vector<std::string> text_keys{"prompt", "text", "question"};
  std::string id_key = "id";
  tailgate::sampling_request request;       ///< without strata
  std::map<std::string, double> deviations; ///< stratum name to standard deviation
  std::optional<std::filesystem::path> design;
  std::map<std::string, std::uint64_t> top_up; ///< stratum name to further items
  bool only_added = false;
  std::optional<std::filesystem::path> save_design;
  bool skip_bad = false;
  bool overwrite_keys = false;
  id_check check_ids = id_check::all;
  std::size_t id_memory = 1024; ///< MiB
  tailgate::stats::discordance expected{0.02, 0.01};
  double margin = 0.03;
  double alpha = 0.05;
  double power = 0.8;
  int threads = 1;
};

/// What the arguments ask for, or the exit code when there is nothing to do: 0 after --help and
/// --version, 3 after a mistake, which was explained on stderr.
struct parsed_command_line {
  command_line options;
  std::optional<int> exit_code;
};

/// Throws argument_error E830 for a --top-up or --deviation that is not STRATUM=NUMBER.
[[nodiscard]] parsed_command_line parse_command_line(int argc, char** argv);

} // namespace sample_prompts
