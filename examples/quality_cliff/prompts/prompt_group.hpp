// The prompts of one stratum on their way into a prompt set, and what the generators share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace quality_cliff {

/// One stratum with its prompts; `prompt::stratum` is not yet set.
struct prompt_group {
  tailgate::stratum_key key;
  double share = 0; ///< parts per 10,000 of all traffic
  std::vector<tailgate::prompt> prompts;
};

/// The Philox stratum number of a key: FNV-1a of its name. It depends on nothing else, so that a
/// stratum keeps its prompts when others are added or left out.
[[nodiscard]] inline std::uint32_t stream_number(const tailgate::stratum_key& key) {
  std::uint32_t hash = 2166136261u;
  for (const char c : key.name())
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

/// "task=add digits=4/17": unique as long as `item` is unique within its stratum.
[[nodiscard]] inline std::string prompt_id(
    const tailgate::stratum_key& key, std::string_view item) {
  return key.name() + '/' + std::string(item);
}

} // namespace quality_cliff
