#include "made_prompts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <quality_cliff/prompts/default_prompts.hpp>
#include <random>
#include <set>
#include <string>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

using namespace made_prompts;
using quality_cliff::capped_strata;
using quality_cliff::default_prompt_options;
using quality_cliff::default_prompts;
using tailgate::prompt;
using tailgate::prompt_set;

namespace {

int error_number(const std::function<void()>& call) {
  try {
    call();
  } catch (const tailgate::error& e) {
    return e.number();
  }
  return 0;
}

} // namespace

TEST_CASE("within a stratum nothing is asked twice, and small classes are given whole") {
  const prompt_set set = made(1, 600);
  std::set<std::pair<std::size_t, std::string>> asked;
  std::set<std::string> ids;
  for (const prompt& p : set.prompts) {
    CHECK(asked.insert({p.stratum, p.prefix + p.text}).second);
    CHECK(ids.insert(p.id).second);
    CHECK(!p.text.empty());
  }
  std::map<std::string, std::size_t> capped;
  for (const auto& stratum : capped_strata(set, 600))
    if (level(stratum.key, "task") != "prose")
      capped[stratum.key.name()] = stratum.available;
  const std::map<std::string, std::size_t> expected = {{"task=add digits=1", 100},
      {"task=sub digits=1", 55}, {"task=mul digits=1x1", 99}, {"task=carry", 324},
      {"task=sci", 540}, {"task=boundary bits=7-16", 360}, {"task=boundary bits=24-64", 540}};
  CHECK(capped == expected);
  CHECK(capped_strata(made(1, 24), 24).empty());
}

TEST_CASE("the stated class sizes are right where a class can be listed") {
  // Enumerated here by brute force over the operands.
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& c : quality_cliff::arithmetic_classes())
    sizes[c.key.name()] = c.distinct;
  std::uint64_t sub2 = 0;
  for (int a = 10; a <= 99; ++a)
    for (int b = 10; b <= a; ++b)
      sub2 += !(a == 85 && b == 31);
  CHECK(sizes.at("task=sub digits=2") == sub2);
  CHECK(sizes.at("task=mod") == 90 * 11);
  CHECK(sizes.at("task=hex") == 4095 - 16 + 1);
  CHECK(sizes.at("task=mul digits=2x1") == 90 * 10);
  std::uint64_t days = 0;
  for (int year = 1900; year < 2100; ++year)
    days += year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
  CHECK(sizes.at("task=date") == days * 30);
  // A class that is smaller than stated would make this loop for ever.
  const prompt_set whole = made(9, 1000);
  std::map<std::string, std::size_t> held;
  for (const prompt& p : whole.prompts)
    ++held[whole.strata[p.stratum].key.name()];
  CHECK(held.at("task=mod") == 990);
  CHECK(held.at("task=mul digits=2x1") == 900);
}

TEST_CASE("look-ups hold one record a key and spread their depth over the list") {
  const prompt_set set = made(6, 120);
  std::map<std::string, std::vector<const prompt*>> clusters;
  std::map<std::size_t, std::array<int, 5>> depth;
  for (const prompt& p : set.prompts) {
    if (task(set, p) != "lookup")
      continue;
    CAPTURE(p.id);
    const std::size_t size = std::stoul(level(set.strata[p.stratum].key, "records"));
    REQUIRE(p.prefix.rfind("Records:\n", 0) == 0);
    REQUIRE(p.prefix.back() == '\n');
    const auto lines = split(p.prefix, "\n");
    REQUIRE(lines.size() == size + 2); // the heading and the end of the last line
    REQUIRE(p.text.rfind("Lookup ", 0) == 0);
    REQUIRE(p.text.substr(p.text.size() - 2) == "? ");
    const std::string wanted = p.text.substr(7, p.text.size() - 9) + ": ";
    std::set<std::string> keys;
    std::size_t found = 0;
    for (std::size_t i = 1; i <= size; ++i) {
      keys.insert(lines[i].substr(0, lines[i].find(':')));
      if (lines[i].rfind(wanted, 0) == 0) {
        found = i;
        CHECK(lines[i].substr(wanted.size()) == *p.answer);
      }
    }
    CHECK(keys.size() == size);
    REQUIRE(found > 0);
    ++depth[size][(found - 1) * 5 / size];
    CHECK(!p.cluster.empty());
    clusters[p.cluster].push_back(&p);
  }
  CHECK(depth.size() == 4);
  for (const auto& entry : depth) {
    const std::size_t size = entry.first;
    CAPTURE(size);
    // Five queries a list: one in each fifth where the list divides by five; in lists of 8 the
    // fifths hold 2, 2, 1, 2 and 1 records, each asked for with probability 5/8.
    for (std::size_t i = 0; i < 5; ++i) {
      const double expected = size == 8 ? (i == 2 || i == 4 ? 15 : 30) : 24;
      CHECK(
          std::abs(entry.second[i] - expected) <= (size == 8 ? 8 : 0)); // three standard deviations
    }
  }
  CHECK(clusters.size() == 4 * 120 / 5);
  for (const auto& [name, members] : clusters) {
    CHECK(members.size() == 5);
    for (const prompt* p : members)
      CHECK(p->prefix == members.front()->prefix);
  }
}

TEST_CASE("few queries still come from two lists, and no list is asked for a record twice") {
  default_prompt_options options;
  options.per_stratum = 3;
  options.lookup_records = {2};
  options.queries_per_list = 50;
  const prompt_set set = default_prompts(options);
  std::set<std::string> clusters;
  int lookups = 0;
  for (const prompt& p : set.prompts)
    if (task(set, p) == "lookup") {
      clusters.insert(p.cluster);
      ++lookups;
    }
  CHECK(lookups == 3);
  CHECK(clusters.size() == 2);
}

TEST_CASE("copying asks for the line it shows, and the examples are other lines") {
  const prompt_set set = made(7, 300);
  std::set<std::string> kinds;
  for (const prompt& p : set.prompts) {
    if (task(set, p) != "copy")
      continue;
    CAPTURE(p.id);
    kinds.insert(level(set.strata[p.stratum].key, "words"));
    CHECK(p.text == "Repeat:" + *p.answer + "\nAnswer:");
    CHECK(p.prefix.find("Repeat:" + *p.answer + '\n') == std::string::npos);
    const auto lines = split(p.prefix, "\n");
    REQUIRE(lines.size() == 7);
    for (std::size_t i = 0; i < 6; i += 2)
      CHECK(lines[i].substr(7) == lines[i + 1].substr(7));
  }
  CHECK(kinds == std::set<std::string>{"common", "rare", "script", "identifier"});
}

TEST_CASE("word lists hold no word twice") {
  auto lists = std::vector{quality_cliff::common_words(), quality_cliff::rare_words(),
      quality_cliff::identifier_parts()};
  for (const auto& [name, words] : quality_cliff::words_by_script())
    lists.push_back(words);
  for (const auto& words : lists)
    CHECK(std::set<std::string_view>(words.begin(), words.end()).size() == words.size());
}

TEST_CASE("the set is a function of its options, and each stratum of its own") {
  const prompt_set a = made(11), b = made(11), c = made(12);
  REQUIRE(a.prompts.size() == b.prompts.size());
  std::size_t same_as_c = 0;
  for (std::size_t i = 0; i < a.prompts.size(); ++i) {
    CHECK(a.prompts[i].id == b.prompts[i].id);
    CHECK(a.prompts[i].prefix == b.prompts[i].prefix);
    CHECK(a.prompts[i].text == b.prompts[i].text);
    CHECK(a.prompts[i].answer == b.prompts[i].answer);
    same_as_c += i < c.prompts.size() && a.prompts[i].text == c.prompts[i].text;
  }
  CHECK(same_as_c < a.prompts.size() / 2); // the prose strata are given whole under both seeds

  default_prompt_options fewer;
  fewer.seed = 11;
  fewer.per_stratum = 120;
  fewer.queries_per_list = 5;
  fewer.lookup_records = {40};
  std::map<std::string, std::string> by_id;
  for (const prompt& p : a.prompts)
    by_id[p.id] = p.prefix + p.text;
  for (const prompt& p : default_prompts(fewer).prompts)
    CHECK(by_id.at(p.id) == p.prefix + p.text);
}

TEST_CASE("frequencies: all strata present, everyday requests and English dominate") {
  const prompt_set set = made();
  double total = 0, answered = 0, everyday = 0, english = 0;
  std::set<std::string> names;
  std::set<std::uint32_t> streams;
  std::vector<std::size_t> held(set.strata.size());
  for (const prompt& p : set.prompts)
    ++held.at(p.stratum);
  const std::set<std::string> everyday_names = {"task=add digits=1", "task=add digits=2",
      "task=sub digits=1", "task=sub digits=2", "task=mul digits=1x1", "task=mul digits=2x1",
      "task=lookup records=8"};
  for (std::size_t i = 0; i < set.strata.size(); ++i) {
    const auto& stratum = set.strata[i];
    const std::string name = stratum.key.name();
    CAPTURE(name);
    CHECK(held[i] >= stratum.minimum_items);
    CHECK(stratum.natural_frequency > 0);
    names.insert(name);
    streams.insert(quality_cliff::stream_number(stratum.key));
    total += stratum.natural_frequency;
    if (level(stratum.key, "task") == "prose") {
      english += level(stratum.key, "language") == "en" ? stratum.natural_frequency : 0;
      continue;
    }
    answered += stratum.natural_frequency;
    if (everyday_names.contains(name))
      everyday += stratum.natural_frequency;
    else
      CHECK(stratum.natural_frequency < 0.007);
  }
  CHECK(total == doctest::Approx(1).epsilon(1e-12));
  CHECK(everyday / answered == doctest::Approx(0.9).epsilon(0.01));
  CHECK(english / (total - answered) == doctest::Approx(0.7).epsilon(0.01));
  CHECK(names.size() == set.strata.size());
  CHECK(streams.size() == set.strata.size());
  for (const auto& name : everyday_names)
    CHECK(names.contains(name));
  for (const char* name : {"task=add digits=4", "task=hex", "task=lookup records=300",
           "task=copy words=rare", "task=prose language=sw", "task=boundary bits=24-64"})
    CHECK(names.contains(name));
}

TEST_CASE("all text is well-formed UTF-8 without control characters") {
  const prompt_set set = made();
  for (const prompt& p : set.prompts)
    for (const std::string& text : {p.id, p.prefix, p.text, p.answer.value_or("")}) {
      CAPTURE(p.id);
      CHECK(!tailgate::find_invalid_utf8(text));
      for (const char c : text)
        CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
    }
}

TEST_CASE("the sentences: languages, numbers, scripts, lengths") {
  using range = std::pair<char32_t, char32_t>;
  const std::map<std::string, std::vector<range>> letters = {
      {"Latin", {{'A', 'Z'}, {'a', 'z'}, {0xC0, 0x24F}, {0x300, 0x30F}, {0x323, 0x323},
                    {0x1E00, 0x1EFF}}},
      {"Cyrillic", {{0x400, 0x4FF}}}, {"Armenian", {{0x530, 0x58F}}}, {"Arabic", {{0x600, 0x6FF}}},
      {"Devanagari", {{0x900, 0x97F}}}, {"Gujarati", {{0xA80, 0xAFF}}},
      {"Georgian", {{0x10A0, 0x10FF}}}, {"Ethiopic", {{0x1200, 0x139F}}},
      {"Japanese", {{0x3005, 0x3005}, {0x3040, 0x30FF}, {0x4E00, 0x9FFF}}},
      {"Han", {{0x4E00, 0x9FFF}}}};
  // Space and the punctuation of these scripts; letters of another script are a slip of the pen.
  const std::u32string punctuation = U" ,.;:!?'-–\u2019«»\u060C\u061F\u0964\u0589\u055D\u1362\u1363"
                                     U"\u3001\u3002\uFF0C\u055B";
  std::map<std::string, std::size_t> held;
  std::set<std::string> texts, low;
  for (const auto& s : quality_cliff::read_sentences(sentences_path)) {
    CAPTURE(s.id);
    ++held[s.language];
    CHECK(texts.insert(s.text).second);
    CHECK(s.id.rfind(s.language + '-', 0) == 0);
    CHECK((s.resource == "low" || s.resource == "high"));
    if (s.resource == "low")
      low.insert(s.language);
    const bool spaced = s.language != "zh" && s.language != "ja";
    std::size_t inside = 0, spaces = 0;
    for (std::size_t at = 0; at < s.text.size();) {
      const auto step = tailgate::decode_utf8(s.text, at);
      at += step.length;
      const char32_t c = step.code_point;
      const bool letter = std::any_of(letters.at(s.script).begin(), letters.at(s.script).end(),
          [c](range r) { return r.first <= c && c <= r.second; });
      CAPTURE(static_cast<std::uint32_t>(c));
      CHECK((letter || punctuation.find(c) != std::u32string::npos));
      inside += letter;
      spaces += c == U' ';
    }
    CHECK(inside >= 14);
    if (spaced) {
      CHECK(spaces + 1 >= 8);
      CHECK(spaces + 1 <= 25);
    } else {
      CHECK(spaces == 0);
      CHECK(inside <= 50);
    }
  }
  CHECK(held.size() >= 22);
  CHECK(low.size() >= 11);
  for (const auto& entry : held) {
    CAPTURE(entry.first);
    CHECK(entry.second == (entry.first == "en" ? 60u : 24u));
  }
}

TEST_CASE("prose is scored as it stands, sampled without replacement") {
  const prompt_set set = made(8, 10);
  std::map<std::string, int> held;
  for (const prompt& p : set.prompts)
    if (task(set, p) == "prose") {
      CHECK(!p.answer);
      CHECK(p.prefix.empty());
      CHECK(p.cluster.empty());
      ++held[set.strata[p.stratum].key.name()];
    }
  CHECK(held.size() >= 22);
  for (const auto& [name, count] : held)
    CHECK(count == 10);

  default_prompt_options options;
  for (const auto& stratum : default_prompts(options).strata)
    CHECK(level(stratum.key, "task") != "prose");
}

TEST_CASE("bad options and bad files are refused by number") {
  const auto with = [](auto change) {
    return error_number([&] {
      default_prompt_options options;
      options.per_stratum = 2;
      change(options);
      (void)default_prompts(options);
    });
  };
  CHECK(with([](auto&) {}) == 0);
  CHECK(with([](auto& o) { o.per_stratum = 1; }) == 820);
  CHECK(with([](auto& o) { o.per_stratum = 10'001; }) == 820);
  CHECK(with([](auto& o) { o.lookup_records = {8, 1}; }) == 821);
  CHECK(with([](auto& o) { o.lookup_records = {8, 40, 8}; }) == 821);
  CHECK(with([](auto& o) { o.queries_per_list = 0; }) == 822);
  CHECK(with([](auto& o) { o.sentences = "/no/such/file.jsonl"; }) == 550);

  const auto path = std::filesystem::temp_directory_path() /
                    ("tailgate-sentences-" + std::to_string(std::random_device{}()) + ".jsonl");
  const auto reading = [&](const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
    return with([&](auto& o) { o.sentences = path; });
  };
  const std::string one =
      R"({"id":"sw-01","language":"sw","script":"Latin","resource":"low","text":"Habari za leo."})";
  const std::string two =
      R"({"id":"sw-02","language":"sw","script":"Latin","resource":"low","text":"Habari za jana."})";
  CHECK(reading(one + "\n\n" + two + "\n") == 0);
  CHECK(reading("not JSON\n") / 10 == 56);
  CHECK(reading("[1]\n") == 824);
  CHECK(reading(R"({"id":"sw-01","language":"sw","script":"Latin","resource":"low"})") == 824);
  CHECK(
      reading(R"({"id":"a","language":"sw","script":"Latin","resource":"low","text":""})") == 824);
  CHECK(reading(one + "\n" + one + "\n") == 825);
  CHECK(reading(one + "\n") == 826);
  std::filesystem::remove(path);
}
