// Pronounceable words that no dictionary holds on purpose: keys that a model cannot know by heart.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/philox.hpp>

namespace quality_cliff {

/// `syllables` pairs of a consonant and a vowel, and in half of the cases a closing consonant:
/// "tovelik". There are 80^s * 12 distinct words of s syllables.
[[nodiscard]] inline std::string pseudo_word(tailgate::philox_stream& stream, int syllables) {
  constexpr std::string_view onsets = "bdfghjklmnprstvz";
  constexpr std::string_view vowels = "aeiou";
  constexpr std::string_view codas = "bdgklmnprst";
  std::string word;
  for (int i = 0; i < syllables; ++i) {
    word += onsets[stream.below(static_cast<std::uint32_t>(onsets.size()))];
    word += vowels[stream.below(static_cast<std::uint32_t>(vowels.size()))];
  }
  if (stream.below(2) == 0)
    word += codas[stream.below(static_cast<std::uint32_t>(codas.size()))];
  return word;
}

} // namespace quality_cliff
