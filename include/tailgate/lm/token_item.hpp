// A prompt as tokens, and which of them are scored.
//
//   tokens:   <s> p p p p t t t t | a a \n        p prefix, t text, a answer, \n the stop
//   scored:                         ^ scored_from: every token from here on is predicted
//
// The whole text is encoded at once, because a tokenizer may merge across the border between prompt
// and answer; the answer then begins at the first token that the prompt alone would not have.
// Spaces at the end of a prompt go to the answer, where word-piece tokenizers put them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/lm/tokenizer.hpp>
#include <vector>

namespace tailgate {

/// One prompt of a set, encoded.
struct token_item {
  std::size_t prompt = 0; ///< index into prompt_set::prompts
  std::vector<token_id> tokens;
  std::size_t scored_from = 0; ///< 0 < scored_from < tokens.size()
  [[nodiscard]] std::size_t scored() const noexcept { return tokens.size() - scored_from; }
};

/// Items that begin with the same tokens, which a decoder runs once.
struct prefix_group {
  std::vector<token_id> shared; ///< at least one token shorter than any item's scored_from allows
  std::vector<token_item> items;
};

/// Encodes one prompt. Throws argument_error E665 when no token is left to predict.
[[nodiscard]] inline token_item encode_prompt(
    const prompt_set& set, std::size_t index, const tokenizer& coder) {
  const prompt& source = set.prompts[index];
  const auto encode = [&](const std::string& text) {
    auto tokens = coder.encode(text);
    if (const auto begin = coder.begin_of_sequence())
      tokens.insert(tokens.begin(), *begin);
    return tokens;
  };
  std::string given = source.answer ? source.prefix + source.text : source.prefix;
  const std::string all =
      source.answer ? given + *source.answer + source.stop : source.prefix + source.text;
  if (source.answer)
    given.erase(given.find_last_not_of(' ') + 1);
  const auto context = encode(given);
  token_item item{index, encode(all), 0};
  const auto differ =
      std::mismatch(context.begin(), context.end(), item.tokens.begin(), item.tokens.end());
  item.scored_from =
      std::max<std::size_t>(1, static_cast<std::size_t>(differ.second - item.tokens.begin()));
  if (item.scored_from >= item.tokens.size())
    throw argument_error(665, "prompt '" + source.id + "'",
        "its " + std::to_string(item.tokens.size()) +
            " tokens leave none to predict; give it a longer text or an answer");
  return item;
}

/// Encodes all prompts and joins those with an equal, non-empty `prefix` text, and all without one,
/// into groups, in the order in which each group's first prompt stands in the set.
[[nodiscard]] inline std::vector<prefix_group> encode_prompts(
    const prompt_set& set, const tokenizer& coder) {
  std::vector<prefix_group> groups;
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < set.prompts.size(); ++i) {
    const auto [place, fresh] = known.try_emplace(set.prompts[i].prefix, groups.size());
    if (fresh)
      groups.emplace_back();
    groups[place->second].items.push_back(encode_prompt(set, i, coder));
  }
  for (prefix_group& group : groups) {
    const token_item& first = group.items.front();
    std::size_t shared = first.tokens.size();
    for (const token_item& item : group.items) {
      const auto differ = std::mismatch(
          first.tokens.begin(), first.tokens.end(), item.tokens.begin(), item.tokens.end());
      // The token before the first scored one is run with the item: its logits are needed.
      shared = std::min({shared, static_cast<std::size_t>(differ.first - first.tokens.begin()),
          item.scored_from - 1});
    }
    group.shared.assign(
        first.tokens.begin(), first.tokens.begin() + static_cast<std::ptrdiff_t>(shared));
  }
  return groups;
}

} // namespace tailgate
