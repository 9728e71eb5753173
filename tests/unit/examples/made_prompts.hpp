// What the tests of the default prompts share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <quality_cliff/prompts/default_prompts.hpp>
#include <string>
#include <tailgate/harness/prompt_set.hpp>
#include <vector>

namespace made_prompts {

inline const std::filesystem::path sentences_path =
    std::filesystem::path(TAILGATE_SOURCE_DIR) / "examples/data/sentences.jsonl";

inline tailgate::prompt_set made(std::uint64_t seed = 1, std::size_t per_stratum = 120) {
  quality_cliff::default_prompt_options options;
  options.seed = seed;
  options.per_stratum = per_stratum;
  options.queries_per_list = 5;
  options.sentences_per_language = 60; // all there are
  options.sentences = sentences_path;
  return quality_cliff::default_prompts(options);
}

inline std::string level(const tailgate::stratum_key& key, const std::string& axis) {
  for (const auto& [name, value] : key.levels())
    if (name == axis)
      return value;
  return "";
}

inline std::string task(const tailgate::prompt_set& set, const tailgate::prompt& p) {
  return level(set.strata[p.stratum].key, "task");
}

inline std::vector<std::string> split(const std::string& text, const std::string& separators) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (separators.find(c) != std::string::npos)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

} // namespace made_prompts
