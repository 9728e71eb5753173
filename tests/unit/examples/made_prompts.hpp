// What the tests of the default prompts share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <optional>
#include <quality_cliff/prompts/default_prompts.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/lm/tokenizer.hpp>
#include <utility>
#include <vector>

namespace made_prompts {

inline const std::filesystem::path sentences_path =
    std::filesystem::path(TAILGATE_SOURCE_DIR) / "examples/data/sentences.jsonl";

/// A token a byte.
struct byte_tokenizer final : tailgate::tokenizer {
  std::vector<tailgate::token_id> encode(std::string_view text) const override {
    std::vector<tailgate::token_id> ids;
    for (const char c : text)
      ids.push_back(static_cast<unsigned char>(c));
    return ids;
  }
  std::string decode(std::span<const tailgate::token_id> tokens) const override {
    std::string text;
    for (const tailgate::token_id id : tokens)
      text += static_cast<char>(id);
    return text;
  }
  std::optional<tailgate::token_id> begin_of_sequence() const override { return {}; }
  std::optional<tailgate::token_id> end_of_sequence() const override { return {}; }
  std::string fingerprint() const override { return "bytes"; }
};

/// Byte 0 is the most frequent, byte 255 the rarest.
inline quality_cliff::vocabulary_classes byte_classes() {
  std::vector<std::uint32_t> ranks(256);
  std::iota(ranks.begin(), ranks.end(), 0u);
  std::vector<tailgate::token_structure> structure(256, tailgate::token_structure::reachable);
  std::fill(structure.begin() + 128, structure.end(), tailgate::token_structure::partial_utf8);
  return {tailgate::rarity_bands::from_merge_ranks(ranks), std::move(structure)};
}

inline quality_cliff::default_prompt_options options_of(
    std::uint64_t seed = 1, std::size_t per_stratum = 60) {
  quality_cliff::default_prompt_options options;
  options.seed = seed;
  options.per_stratum = per_stratum;
  options.queries_per_list = 5;
  options.sentences_per_language = 24; // all there are of most languages
  options.sentences = sentences_path;
  return options;
}

inline quality_cliff::chosen_prompts drawn(const quality_cliff::default_prompt_options& options) {
  return quality_cliff::default_prompts(options, byte_tokenizer(), byte_classes());
}

inline tailgate::prompt_set made(std::uint64_t seed = 1, std::size_t per_stratum = 60) {
  return drawn(options_of(seed, per_stratum)).set;
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
