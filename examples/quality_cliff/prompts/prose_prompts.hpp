// Prose: sentences from a JSONL file, scored by next-token loss.
#pragma once

#include "prompt_pool.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// One line of the file:
/// {"id":"sw-01","language":"sw","script":"Latin","resource":"low","text":"..."}.
struct sentence {
  std::string id;
  std::string language; ///< ISO 639-1
  std::string script;   ///< the Unicode name of its main script; "Japanese" for mixed kana and Han
  std::string resource; ///< "high" or "low": how much text of the language is at hand for training
  std::string text;     ///< UTF-8
};

/// Reads a file of sentences; blank lines are skipped. Throws io_error E550 or E551 when it cannot
/// be read, format_error E560 to E564 for a line that is not strict JSON, E824 for one that is no
/// object with the five members as non-empty strings, and E825 for an id given twice.
[[nodiscard]] inline std::vector<sentence> read_sentences(const std::filesystem::path& path) {
  const tailgate::mapped_file file(path);
  std::string_view text = file.text();
  std::vector<sentence> sentences;
  std::set<std::string> ids;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t feed = text.find('\n');
    const std::string_view line = text.substr(0, feed);
    text.remove_prefix(feed == text.npos ? text.size() : feed + 1);
    if (line.find_first_not_of(" \t\r") == line.npos)
      continue;
    const std::string place = path.string() + ':' + std::to_string(number);
    const auto object = tailgate::parse_json_text(line, {path.string(), number});
    const auto member = [&](const char* name) {
      const bool there = object.is_object() && object.contains(name) && object[name].is_string();
      std::string value = there ? object[name].get<std::string>() : std::string();
      if (value.empty())
        throw tailgate::format_error(824, place,
            std::string("need a JSON object whose member '") + name + "' is a non-empty string");
      return value;
    };
    sentence read{
        member("id"), member("language"), member("script"), member("resource"), member("text")};
    if (!ids.insert(read.id).second)
      throw tailgate::format_error(825, place, "id '" + read.id + "' was given before");
    sentences.push_back(std::move(read));
  }
  return sentences;
}

/// Parts per 10,000 of all traffic: half of it is prose, and seven tenths of that English. A
/// language without an entry counts as one of the rare ones.
[[nodiscard]] inline double prose_traffic(const std::string& language) {
  static const std::map<std::string, double> shares = {{"en", 3500}, {"es", 250}, {"zh", 230},
      {"fr", 160}, {"de", 150}, {"ru", 140}, {"ja", 120}, {"ar", 100}, {"hi", 80}, {"tr", 70},
      {"vi", 60}};
  const auto found = shares.find(language);
  return found == shares.end() ? 10 : found->second;
}

/// Adds all sentences, languages in the order of their first one.
inline void add_prose(prompt_pool& pool, const std::vector<sentence>& sentences) {
  std::vector<std::string> languages;
  std::map<std::string, std::vector<tailgate::prompt>> of_language;
  for (const sentence& s : sentences) {
    auto& prompts = of_language[s.language];
    if (prompts.empty())
      languages.push_back(s.language);
    tailgate::prompt prompt;
    prompt.id = "prose/" + s.id;
    prompt.text = s.text;
    prompts.push_back(std::move(prompt));
  }
  for (const std::string& language : languages)
    pool.add(std::move(of_language[language]),
        {"prose", language, false, false, false, prose_traffic(language)});
}

} // namespace quality_cliff
