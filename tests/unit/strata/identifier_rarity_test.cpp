#include "shared_data.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/strata/identifier_rarity.hpp>
#include <vector>

using namespace tailgate;

namespace {

std::string repeated(std::string_view word, int times) {
  std::string text;
  for (int i = 0; i < times; ++i)
    text.append(word).append(1, ' ');
  return text;
}

identifier_counter made_corpus() {
  identifier_counter corpus;
  corpus.count(repeated("self", 500) + repeated("index", 300) + repeated("resultValue", 75));
  corpus.count(repeated("offset", 40) + repeated("codec", 9) + "zygosity");
  return corpus;
}

} // namespace

TEST_CASE("identifier_rarity: a source has the band of its rarest part") {
  const identifier_rarity rarity(made_corpus());
  struct {
    std::string_view source, part;
    std::size_t band;
  } const cases[] = {{"self.self", "self", 0}, {"self.index", "index", 1},
      {"resultIndex", "result", 2}, {"offset_of_self", "of", 5}, {"Offset + self", "offset", 3},
      {"codecIndex", "codec", 4}, {"ZygosityCodec", "zygosity", 5}};
  for (const auto& c : cases) {
    CAPTURE(c.source);
    const auto rarest = rarity.of(c.source).value();
    CHECK(rarest.part == c.part);
    CHECK(rarest.band == c.band);
    CHECK(rarest.count == made_corpus().of(c.part));
  }
  CHECK(rarity.of("1 + 2").why() == undefined_reason::no_items);
}

TEST_CASE("identifier_counter: shards merge to the whole in any order") {
  const identifier_counter whole = made_corpus();
  identifier_counter a, b;
  a.count(repeated("offset", 40) + repeated("codec", 9));
  b.count(
      repeated("index", 300) + repeated("self", 500) + repeated("value_result", 75) + "zygosity");
  identifier_counter ab = a, ba = b;
  ab.merge(b);
  ba.merge(a);
  CHECK(ab == whole);
  CHECK(ba == whole);
  CHECK(whole.parts() == 7);
  CHECK_THROWS_AS((void)identifier_counter().bands(), argument_error);
}

TEST_CASE("identifier_rarity_axis: the answer where there is one, and only where it applies") {
  const auto all = identifier_rarity_axis(identifier_rarity(made_corpus()));
  const auto code = identifier_rarity_axis(
      identifier_rarity(made_corpus()), [](const prompt_view& p) { return p.domain == "code"; });
  prompt_view prompt;
  prompt.text = "zygosity";
  CHECK(all.level(prompt) == "99.9 %+");
  CHECK_FALSE(code.level(prompt));
  prompt.domain = "code";
  prompt.answer = "self";
  CHECK(code.level(prompt) == "0-50 %");
  prompt.answer = "42";
  CHECK_FALSE(code.level(prompt));
}

TEST_CASE("identifier_rarity: every band is met in real code, by its own counts") {
  const auto texts = shared_data("heldout_text.jsonl");
  if (!texts) {
    MESSAGE("skipped: TAILGATE_SHARED does not hold data/heldout_text.jsonl");
    return;
  }
  std::vector<std::string> sources;
  std::ifstream in(*texts);
  for (std::string line; std::getline(in, line);)
    if (const auto item = nlohmann::json::parse(line); item.at("domain") == "code_python")
      sources.push_back(item.at("text").get<std::string>());
  REQUIRE(sources.size() > 10);
  identifier_counter corpus;
  for (const std::string& source : sources)
    corpus.count(source);
  const identifier_rarity rarity(corpus);
  CHECK(rarity.of("self").value().band == 0);
  CHECK(rarity.of("def").value().band <= 1);
  CHECK(rarity.of("zygosity").value().count == 0);
  for (const std::string& source : sources)
    CHECK(rarity.of(source).value().count >= 1);
}
