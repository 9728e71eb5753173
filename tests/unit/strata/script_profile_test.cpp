#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tailgate/strata/script_profile.hpp>

using namespace tailgate;

TEST_CASE("a profile counts the code points that have a script of their own") {
  const script_profile text("Привет, world! 123 \xff");
  CHECK(text.count(script::cyrillic) == 6);
  CHECK(text.count(script::latin) == 5);
  CHECK(text.count(script::unknown) == 1);
  CHECK(text.counted() == 11);
  CHECK(text.dominant() == script::cyrillic);
  script_profile twice = text;
  twice += text;
  CHECK(twice.counted() == 22);
}

TEST_CASE("a text without letters has no dominant script and no share") {
  const script_profile digits("1 + 2 = 3");
  CHECK_FALSE(digits.dominant());
  CHECK(digits.share_outside(script_profile("abc")).why() == undefined_reason::no_items);
  CHECK(writing_system(digits) == "Zyyy");
  CHECK(writing_system(script_profile("")) == "Zyyy");
}

TEST_CASE("mixtures of scripts are one writing system") {
  CHECK(writing_system(script_profile("日本語を話します")) == "Jpan");
  CHECK(writing_system(script_profile("カタカナ")) == "Jpan");
  CHECK(writing_system(script_profile("我们认为这些真理是不言而喻的")) == "Hani");
  CHECK(writing_system(script_profile("대한민국 헌법 第一條")) == "Kore");
  CHECK(writing_system(script_profile("ㄅㄆㄇ 注音")) == "Hanb");
  CHECK(writing_system(script_profile("the word の is one particle")) == "Latn");
  // One kana among much Han, as in a name, does not make a text Japanese.
  CHECK(writing_system(script_profile("我们认为这些真理是不言而喻的人人の")) == "Hani");
}

TEST_CASE("drift is the share outside the scripts of the expected text") {
  const script_profile expected("Привет мир");
  CHECK(script_profile("добрый день").share_outside(expected).value() == 0);
  CHECK(script_profile("добр day").share_outside(expected).value() == doctest::Approx(3.0 / 7));
  CHECK(script_profile("hello").share_outside(expected).value() == 1);
}

TEST_CASE("the declaration of human rights is classified without an error") {
  const char* shared = std::getenv("TAILGATE_SHARED");
  const auto path = std::filesystem::path(shared ? shared : "") / "data/udhr/udhr_heldout.jsonl";
  if (shared == nullptr || !std::filesystem::exists(path)) {
    MESSAGE("skipped: TAILGATE_SHARED does not hold data/udhr");
    return;
  }
  const std::map<std::string, std::string> not_latin = {{"abk", "Cyrl"}, {"chv", "Cyrl"},
      {"cjs", "Cyrl"}, {"cjy", "Hani"}, {"cmn_hans_nanjing", "Hani"}, {"div", "Thaa"},
      {"heb", "Hebr"}, {"iii", "Yiii"}, {"jav_java", "Java"}, {"jpn_osaka", "Jpan"},
      {"mal_chillus", "Mlym"}, {"ojb", "Cans"}, {"pes_2", "Arab"}, {"skr", "Arab"}, {"taj", "Deva"},
      {"tir", "Ethi"}, {"vai", "Vaii"}};
  std::ifstream in(path);
  std::size_t texts = 0, others = 0;
  for (std::string line; std::getline(in, line); ++texts) {
    const auto item = nlohmann::json::parse(line);
    const auto language = item.at("language").get<std::string>();
    CAPTURE(language);
    const auto known = not_latin.find(language);
    others += known != not_latin.end();
    CHECK(writing_system(script_profile(item.at("text").get<std::string>())) ==
          (known == not_latin.end() ? "Latn" : known->second));
  }
  CHECK(texts >= 76);
  CHECK(others >= not_latin.size());
}

TEST_CASE("questions of a school in eleven languages are classified without an error") {
  const char* shared = std::getenv("TAILGATE_SHARED");
  const auto folder = std::filesystem::path(shared ? shared : "") / "data/mgsm";
  if (shared == nullptr || !std::filesystem::exists(folder)) {
    MESSAGE("skipped: TAILGATE_SHARED does not hold data/mgsm");
    return;
  }
  const std::map<std::string, std::string> systems = {{"bn", "Beng"}, {"de", "Latn"},
      {"en", "Latn"}, {"es", "Latn"}, {"fr", "Latn"}, {"ja", "Jpan"}, {"ru", "Cyrl"},
      {"sw", "Latn"}, {"te", "Telu"}, {"th", "Thai"}, {"zh", "Hani"}};
  for (const auto& system : systems) {
    const auto& language = system.first; // clang 14 captures no structured binding
    const auto& expected = system.second;
    CAPTURE(language);
    std::ifstream in(folder / ("mgsm_" + language + ".tsv"));
    std::size_t questions = 0;
    for (std::string line; std::getline(in, line); ++questions)
      CHECK(writing_system(script_profile(line)) == expected);
    CHECK(questions == 250);
  }
}
