// The axis of script, and how many tokens a character takes.
//
// A tokenizer cuts some scripts into a quarter of a token a character and others into several
// tokens a character, down to bytes. The more tokens, the longer the context, and the rarer its
// tokens were in training. Bands of tokens per character (code points of the text):
//
//   0-0.25     words and their parts: English prose with a large vocabulary
//   0.25-0.5   most alphabets; English with a small vocabulary
//   0.5-1      alphabets that the vocabulary knows little; syllabaries, Han
//   1-2        about a token a character: digits one by one, rare Han
//   2+         bytes: characters that the vocabulary does not have
//
// A band holds its upper end. The number depends on the tokenizer: compare only within one.
//
// Reference: A. Petrov, E. La Malfa, P. Torr, A. Bibi, Language Model Tokenizers Introduce
// Unfairness Between Languages, NeurIPS 2023, arXiv:2305.15425. "Fertility" is there, and mostly,
// tokens per word; characters need no segmentation into words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/script.hpp>
#include <tailgate/strata/script_profile.hpp>

namespace tailgate {

/// The level of a text on the axis of script: the ISO 15924 code of its writing system, "Zyyy" for
/// a text without letters (see writing_system). O(length), no allocation.
[[nodiscard]] inline std::string_view script_level(std::string_view text) noexcept {
  if (find_non_ascii(text, 0) == text.size())
    return script_code(
        std::any_of(text.begin(), text.end(), is_ascii_letter) ? script::latin : script::common);
  return writing_system(script_profile(text));
}

inline constexpr std::array<std::string_view, 5> fertility_levels{
    "0-0.25", "0.25-0.5", "0.5-1", "1-2", "2+"};

/// Tokens per character of one text, or of several together. Regular.
class token_fertility {
public:
  token_fertility() = default;
  /// Malformed UTF-8 counts one character a maximal subpart. O(length).
  token_fertility(std::string_view text, std::size_t tokens) noexcept
      : tokens_(tokens), characters_(count_code_points(text)) {}

  [[nodiscard]] std::size_t tokens() const noexcept { return tokens_; }
  [[nodiscard]] std::size_t characters() const noexcept { return characters_; }

  /// At least 0; undefined (no items) without characters.
  [[nodiscard]] estimate<double> tokens_per_character() const noexcept {
    if (characters_ == 0)
      return undefined_reason::no_items;
    return static_cast<double>(tokens_) / static_cast<double>(characters_);
  }

  /// One of fertility_levels; undefined (no items) without characters.
  [[nodiscard]] estimate<std::string_view> level() const {
    const estimate<double> ratio = tokens_per_character();
    if (!ratio)
      return ratio.why();
    constexpr std::array ends{0.25, 0.5, 1.0, 2.0};
    std::size_t band = 0;
    while (band < ends.size() && ratio.value() > ends[band])
      ++band;
    return fertility_levels[band];
  }

  /// Adds the tokens and characters of another text.
  token_fertility& operator+=(const token_fertility& other) noexcept {
    tokens_ += other.tokens_;
    characters_ += other.characters_;
    return *this;
  }
  friend bool operator==(const token_fertility&, const token_fertility&) = default;

private:
  std::size_t tokens_ = 0;
  std::size_t characters_ = 0;
};

} // namespace tailgate
