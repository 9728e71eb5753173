// Copying: repeat a few words exactly. Nothing has to be known, only the way from the tokens in
// front to the tokens written has to hold; rare pieces are where it breaks first.
#pragma once

#include "prompt_pool.hpp"
#include "word_lists.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/core/philox.hpp>
#include <tailgate/strata/lookup_records.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// `size` different words of a list, in random order, joined by spaces.
[[nodiscard]] inline std::string draw_words(
    tailgate::philox_stream& stream, const word_list& words, std::size_t size) {
  std::vector<std::size_t> chosen;
  std::string line;
  while (chosen.size() < size) {
    const std::size_t word = stream.below(static_cast<std::uint32_t>(words.size()));
    if (std::find(chosen.begin(), chosen.end(), word) != chosen.end())
      continue;
    line += (chosen.empty() ? "" : " ") + std::string(words[word]);
    chosen.push_back(word);
  }
  return line;
}

/// Four everyday English words.
[[nodiscard]] inline std::string common_line(tailgate::philox_stream& stream) {
  return draw_words(stream, common_words(), 4);
}

/// Two rare English words, then one or two words that no dictionary holds on purpose.
[[nodiscard]] inline std::string rare_line(tailgate::philox_stream& stream) {
  std::string line = draw_words(stream, rare_words(), 2);
  for (std::uint32_t more = 1 + stream.below(2); more > 0; --more)
    line +=
        ' ' + tailgate::lookup_records::key_text(stream.below(tailgate::lookup_records::key_count));
  return line;
}

/// Three words of one script other than Latin, the script drawn first.
[[nodiscard]] inline std::string script_line(tailgate::philox_stream& stream) {
  const auto& scripts = words_by_script();
  const auto& [name, words] = scripts[stream.below(static_cast<std::uint32_t>(scripts.size()))];
  return draw_words(stream, words, 3);
}

/// Two identifiers of two or three parts, in one of four ways of writing them.
[[nodiscard]] inline std::string identifier_line(tailgate::philox_stream& stream) {
  const auto capital = [](std::string part) {
    part[0] = static_cast<char>(part[0] - 'a' + 'A');
    return part;
  };
  std::string line;
  for (int written = 0; written < 2; ++written) {
    const std::uint32_t style = stream.below(4);
    const std::uint32_t parts = 2 + stream.below(2);
    std::string name = style == 2 ? "k" : style == 3 ? "m_" : "";
    for (std::uint32_t i = 0; i < parts; ++i) {
      const auto& words = identifier_parts();
      std::string part(words[stream.below(static_cast<std::uint32_t>(words.size()))]);
      const bool lower = i == 0 && (style == 0 || style == 3); // lowerCamel, m_member
      name += lower ? part : capital(std::move(part));
    }
    if (stream.below(3) == 0)
      name += std::to_string(stream.between(2, 64));
    line += (written == 0 ? "" : " ") + name;
  }
  return line;
}

/// One way of drawing lines to copy. Which tokens a line is made of, and so its stratum, is for the
/// axes to say.
struct copying_source {
  std::string name;
  double traffic = 0; ///< parts per 10,000 of all traffic
  std::function<std::string(tailgate::philox_stream&)> draw;
};

/// Each source has far more than 100,000 distinct lines.
[[nodiscard]] inline std::vector<copying_source> copying_sources() {
  return {{"copy common", 15, common_line}, {"copy rare", 5, rare_line},
      {"copy script", 5, script_line}, {"copy identifier", 5, identifier_line}};
}

/// Adds `count` distinct lines of each source. Three solved pairs of the same kind stand in front,
/// drawn from the streams after 2^63 and never asked for. The text ends in the colon: the space
/// after it belongs to the first token of the answer.
inline void add_copying(prompt_pool& pool, std::uint64_t seed, std::size_t count) {
  for (const copying_source& source : copying_sources()) {
    std::set<std::string> taken;
    const auto draw_new = [&](std::uint64_t item) {
      tailgate::philox_stream stream(seed, stream_of(source.name), item);
      std::string line = source.draw(stream);
      while (!taken.insert(line).second)
        line = source.draw(stream);
      return line;
    };
    std::string prefix;
    for (std::uint64_t example = 0; example < 3; ++example) {
      const std::string line = draw_new((std::uint64_t{1} << 63) + example);
      prefix += "Repeat: " + line + "\nAnswer: " + line + '\n';
    }
    std::vector<tailgate::prompt> prompts;
    prompts.reserve(count);
    for (std::size_t item = 0; item < count; ++item) {
      const std::string line = draw_new(item);
      tailgate::prompt prompt;
      prompt.id = source.name + '/' + std::to_string(item);
      prompt.prefix = prefix;
      prompt.text = "Repeat: " + line + "\nAnswer:";
      prompt.answer = ' ' + line;
      prompts.push_back(std::move(prompt));
    }
    pool.add(std::move(prompts), {"copy", {}, false, true, false, source.traffic});
  }
}

} // namespace quality_cliff
