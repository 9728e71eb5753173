#include "shared_data.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <tailgate/strata/script_level.hpp>
#include <utility>
#include <vector>

using namespace tailgate;

namespace {

struct language_row {
  std::string language;
  std::string_view script;
  std::size_t letters = 0;
  std::size_t outside = 0; ///< letters that are not of the dominant script
  std::size_t characters = 0;
};

/// The table of docs/strata.md, made from the texts.
std::string script_table(const std::filesystem::path& texts, std::size_t& languages) {
  std::vector<language_row> rows;
  std::ifstream in(texts);
  for (std::string line; std::getline(in, line);) {
    const auto item = nlohmann::json::parse(line);
    const auto text = item.at("text").get<std::string>();
    const script_profile profile(text);
    const auto dominant = profile.dominant();
    REQUIRE(dominant.has_value());
    rows.push_back({item.at("language").get<std::string>(), script_level(text), profile.counted(),
        profile.counted() - profile.count(*dominant), count_code_points(text)});
  }
  languages = rows.size();
  std::stable_sort(rows.begin(), rows.end(), [](const language_row& a, const language_row& b) {
    return std::pair(a.script, std::string_view(a.language)) <
           std::pair(b.script, std::string_view(b.language));
  });
  std::ostringstream table;
  table << "| language | script | characters | letters | letters of other scripts |\n"
           "| --- | --- | --- | --- | --- |\n";
  for (const language_row& row : rows)
    table << "| " << row.language << " | " << row.script << " | " << row.characters << " | "
          << row.letters << " | " << row.outside << " |\n";
  return table.str();
}

} // namespace

TEST_CASE("token_fertility: bands of tokens per character hold their upper end") {
  struct {
    std::size_t characters, tokens;
    std::string_view level;
  } const cases[] = {{100, 0, "0-0.25"}, {100, 25, "0-0.25"}, {100, 26, "0.25-0.5"},
      {100, 50, "0.25-0.5"}, {100, 51, "0.5-1"}, {100, 100, "0.5-1"}, {100, 101, "1-2"},
      {100, 200, "1-2"}, {100, 201, "2+"}};
  for (const auto& c : cases) {
    const token_fertility fertility(std::string(c.characters, 'x'), c.tokens);
    CHECK(fertility.level().value() == c.level);
    CHECK(fertility.tokens_per_character().value() ==
          doctest::Approx(static_cast<double>(c.tokens) / 100));
  }
  CHECK(token_fertility("", 3).tokens_per_character().why() == undefined_reason::no_items);
  CHECK(token_fertility().level().why() == undefined_reason::no_items);
}

TEST_CASE("token_fertility: characters are code points, and texts add up") {
  token_fertility thai("ภาษา", 12); // 4 characters in 12 bytes, by byte fallback
  CHECK(thai.tokens_per_character().value() == 3);
  CHECK(thai.level().value() == "2+");
  thai += token_fertility("language", 1);
  CHECK(thai == token_fertility("ภาษาlanguage", 13));
}

TEST_CASE("script_level: the code of the writing system") {
  CHECK(script_level("Привет") == "Cyrl");
  CHECK(script_level("日本語を話します") == "Jpan");
  CHECK(script_level("1 + 1") == "Zyyy");
}

TEST_CASE("script_level: the table of languages in the documentation is what the texts give") {
  const auto texts = shared_data("udhr/udhr_heldout.jsonl");
  if (!texts) {
    MESSAGE("skipped: TAILGATE_SHARED does not hold data/udhr");
    return;
  }
  std::size_t languages = 0;
  const std::string table = script_table(*texts, languages);
  CHECK(languages == 76);
  const std::string page = std::string(TAILGATE_SOURCE_DIR) + "/docs/strata.md";
  std::string text;
  {
    std::ifstream in(page);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::string begin = "<!-- languages: generated -->\n", end = "<!-- end of languages -->\n";
  const std::size_t from = text.find(begin), to = text.find(end);
  REQUIRE(from != text.npos);
  REQUIRE(to != text.npos);
  const std::size_t first = from + begin.size();
  if (const char* update = std::getenv("TAILGATE_UPDATE_GOLDEN"); update && *update == '1')
    std::ofstream(page) << text.replace(first, to - first, table);
  else
    CHECK_MESSAGE(text.substr(first, to - first) == table,
        "if that is meant, rerun with TAILGATE_UPDATE_GOLDEN=1");
}
