// Candidates for a prompt set, before anybody knows their strata: prompts with what was known when
// they were made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/sampling/permanent_random_number.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// Where a candidate comes from.
struct origin {
  std::string task;                    ///< level on the axis "task"
  std::optional<std::string> language; ///< of prose
  bool asks_prefix = false;            ///< the prefix is what is asked about, no solved examples
  bool by_tokens = false;              ///< an axis of this task looks at tokens
  bool whole = false;                  ///< its source has no other candidates than those here
  double traffic = 0;                  ///< share of all traffic, parts per 10,000
};

struct prompt_pool {
  tailgate::prompt_set set;    ///< prompts only; strata are made by their labels
  std::vector<origin> origins; ///< of each prompt

  /// Adds the candidates of one source, which share `from.traffic` evenly.
  void add(std::vector<tailgate::prompt> prompts, origin from) {
    from.traffic /= static_cast<double>(prompts.size());
    origins.insert(origins.end(), prompts.size(), from);
    for (tailgate::prompt& prompt : prompts)
      set.prompts.push_back(std::move(prompt));
  }
};

/// The Philox stream of a source, from its name alone: it keeps its candidates when others are
/// added or left out.
[[nodiscard]] inline std::uint32_t stream_of(std::string_view source) noexcept {
  return static_cast<std::uint32_t>(tailgate::hash_of_id(source));
}

} // namespace quality_cliff
