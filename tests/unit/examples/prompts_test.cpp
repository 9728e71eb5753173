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
using quality_cliff::default_pool;
using quality_cliff::default_prompt_options;
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

TEST_CASE("a source asks nothing twice, and small sources are given whole") {
  const auto pool = default_pool(options_of(1, 60));
  std::set<std::string> ids, asked;
  std::map<std::string, std::pair<std::size_t, bool>> sources; // candidates, whole
  for (std::size_t i = 0; i < pool.origins.size(); ++i) {
    const prompt& p = pool.set.prompts[i];
    CHECK(ids.insert(p.id).second);
    CHECK(!p.text.empty());
    const std::string source = p.id.substr(0, p.id.rfind('/'));
    CHECK(asked.insert(source + p.prefix + p.text).second);
    ++sources[source].first;
    sources[source].second = pool.origins[i].whole;
  }
  using expected = std::pair<std::size_t, bool>;
  CHECK(sources.at("add 1") == expected(100, true));
  CHECK(sources.at("sub 1") == expected(55, true));
  CHECK(sources.at("mul 1x1") == expected(99, true));
  CHECK(sources.at("sci") == expected(540, true));
  CHECK(sources.at("add 2") == expected(600, false));
  CHECK(sources.at("N2/run of 2") == expected(600, false));
}

TEST_CASE("the stated sizes of sources are right where a source can be listed") {
  // Enumerated here by brute force over the operands.
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& source : quality_cliff::question_sources())
    sizes[source.name] = source.distinct;
  std::uint64_t sub2 = 0;
  for (int a = 10; a <= 99; ++a)
    for (int b = 10; b <= a; ++b)
      sub2 += !(a == 85 && b == 31);
  CHECK(sizes.at("sub 2") == sub2);
  CHECK(sizes.at("mod") == 90 * 11);
  CHECK(sizes.at("hex") == 4095 - 16 + 1);
  CHECK(sizes.at("mul 2x1") == 90 * 10);
  CHECK(sizes.at("leap day") == 34 * 30);
  std::uint64_t days = 0;
  for (int year = 1900; year < 2100; ++year)
    days += year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
  CHECK(sizes.at("date") == days * 30);
  // A source that is smaller than stated would make this loop for ever.
  const auto pool = default_pool(options_of(9, 110));
  std::map<std::string, std::size_t> held;
  for (const prompt& p : pool.set.prompts)
    ++held[p.id.substr(0, p.id.rfind('/'))];
  CHECK(held.at("mod") == 990);
  CHECK(held.at("mul 2x1") == 900);
  CHECK(held.at("leap day") == 1020);
}

TEST_CASE("every prompt is in the stratum that the axes say") {
  const auto options = options_of(3);
  const byte_tokenizer coder;
  auto pool = default_pool(options);
  const quality_cliff::prompt_labels labels(
      tailgate::stratifier(quality_cliff::default_axes(byte_classes(), options.lookup_records)),
      coder);
  std::map<std::string, tailgate::stratum_key> said;
  for (std::size_t i = 0; i < pool.origins.size(); ++i)
    said.emplace(pool.set.prompts[i].id, labels.of(pool.set.prompts[i], pool.origins[i]));
  const prompt_set set = made(3);
  std::map<std::string, std::set<std::string>> axes;
  for (const prompt& p : set.prompts) {
    CAPTURE(p.id);
    const auto& key = set.strata[p.stratum].key;
    CHECK(key == said.at(p.id));
    for (const auto& entry : key.levels())
      axes[task(set, p)].insert(entry.first);
  }
  using names = std::set<std::string>;
  CHECK(axes.at("add") == names{"task", "digits"});
  CHECK(axes.at("hex") == names{"task", "band"});
  CHECK(axes.at("mod") == names{"task"});
  CHECK(axes.at("lookup") == names{"task", "records"});
  CHECK(axes.at("copy") == names{"task", "rarity", "structure"});
  CHECK(axes.at("prose") == names{"task", "script", "language"});
}

TEST_CASE("a label sees neither solved examples nor the stop, and the length of all") {
  const byte_tokenizer coder;
  const quality_cliff::prompt_labels labels(
      tailgate::stratifier({tailgate::numeric_axis(), tailgate::rarity_axis(byte_classes().rarity),
          tailgate::fertility_axis(), tailgate::context_axis()}),
      coder);
  prompt p;
  p.prefix = std::string(9'000, 'x') + " 999+1=1000\n";
  p.text = "Is it B? ";
  p.answer = "B";
  p.stop = "\xF0\x9F\x9B\x91";
  quality_cliff::origin from;
  from.by_tokens = true;
  const auto bands = byte_classes().rarity;
  const auto rarest = std::max(bands.band('B'), bands.band(' '));
  CHECK(labels.of(p, from).name() ==
        "numeric=none rarity=" +
            tailgate::rarity_bands::level(rarest, tailgate::rarity_source::merge_rank) +
            " tokens_per_character=0.5-1 context=8K-64K");
  from.asks_prefix = true;
  CHECK(level(labels.of(p, from), "numeric") == "carry chain");
}

TEST_CASE("the rarest byte to be written is the label of copying") {
  const prompt_set set = made(4);
  const auto bands = byte_classes().rarity;
  bool partial = false;
  for (const prompt& p : set.prompts) {
    if (task(set, p) != "copy")
      continue;
    CAPTURE(p.id);
    std::size_t rarest = 0;
    bool ascii = true;
    for (const char c : *p.answer) {
      rarest = std::max(rarest, bands.band(static_cast<unsigned char>(c)));
      ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    }
    const auto& key = set.strata[p.stratum].key;
    CHECK(level(key, "rarity") ==
          tailgate::rarity_bands::level(rarest, tailgate::rarity_source::merge_rank));
    CHECK(level(key, "structure") == (ascii ? "" : "partial UTF-8"));
    partial = partial || !ascii;
  }
  CHECK(partial);
}

TEST_CASE("the draw: at least the minimum of each stratum, more of frequent ones, audited") {
  auto options = options_of(2, 40);
  const auto chosen = drawn(options);
  REQUIRE(chosen.design);
  audit(*chosen.design);
  CHECK(chosen.set.missing_items.empty());
  std::vector<std::size_t> held(chosen.set.strata.size());
  for (const prompt& p : chosen.set.prompts) {
    ++held[p.stratum];
    CHECK(p.inclusion_probability == chosen.design->inclusion_probability(p.stratum));
  }
  for (std::size_t s = 0; s < held.size(); ++s) {
    const auto& key = chosen.set.strata[s].key;
    CAPTURE(key.name());
    CHECK(chosen.design->request.strata[s].key == key);
    CHECK(held[s] == chosen.design->strata[s].sampled);
    const std::size_t least = level(key, "task") == "prose" ? 24 : 40;
    CHECK(held[s] >= std::min<std::size_t>(least, chosen.design->strata[s].population));
    if (key.name() == "task=add digits=2")
      CHECK(held[s] > 80);
    if (key.name() == "task=hex band=base literal")
      CHECK(held[s] == 40);
  }
  options.items = chosen.set.prompts.size() + 500;
  CHECK(drawn(options).set.prompts.size() == chosen.set.prompts.size() + 500);
  options.items = 100;
  CHECK(error_number([&] { (void)drawn(options); }) == 303);
}

TEST_CASE("cells that an axis left nearly empty are named and left out") {
  auto pool = default_pool(options_of(2, 40));
  quality_cliff::label(
      pool, quality_cliff::prompt_labels(tailgate::stratifier(quality_cliff::default_axes(
                                             byte_classes(), options_of().lookup_records)),
                byte_tokenizer()));
  const std::size_t strata = pool.set.strata.size(), prompts = pool.set.prompts.size();
  // Nine prompts of hexadecimal numbers get a cell of their own.
  pool.set.strata.push_back({tailgate::stratum_key{{"task", "few"}}, 1e-6, 1});
  for (std::size_t i = 0, moved = 0; moved < 9; ++i)
    if (pool.origins[i].task == "hex" && ++moved > 0)
      pool.set.prompts[i].stratum = strata;
  const auto cells = quality_cliff::leave_out(pool, 40);
  REQUIRE(cells.size() == 1);
  CHECK(cells[0].key.name() == "task=few");
  CHECK(cells[0].count == 9);
  CHECK(pool.set.strata.size() == strata);
  CHECK(pool.set.prompts.size() == prompts - 9);
  CHECK(pool.origins.size() == prompts - 9);
}

TEST_CASE("what a stratum lacks of its minimum is missing, and a smaller draw is in the larger") {
  auto options = options_of(2, 40);
  options.sentences_per_language = 30; // languages have 24, English 60
  const auto chosen = drawn(options);
  REQUIRE(chosen.set.missing_items.size() == chosen.set.strata.size());
  for (std::size_t s = 0; s < chosen.set.strata.size(); ++s) {
    const auto& key = chosen.set.strata[s].key;
    const bool lacks = level(key, "task") == "prose" && level(key, "language") != "en";
    CHECK(chosen.set.missing_items[s] == (lacks ? 6 : 0));
  }
  options.items = chosen.set.prompts.size() + 300;
  std::set<std::string> larger;
  for (const prompt& p : drawn(options).set.prompts)
    larger.insert(p.id);
  for (const prompt& p : chosen.set.prompts)
    CHECK(larger.contains(p.id));
}

TEST_CASE("look-ups hold one record a key and spread their depth over the list") {
  const auto pool = default_pool(options_of(6, 60));
  std::map<std::string, std::vector<const prompt*>> clusters;
  std::map<std::size_t, std::array<int, 5>> depth;
  for (std::size_t c = 0; c < pool.origins.size(); ++c) {
    if (pool.origins[c].task != "lookup")
      continue;
    const prompt& p = pool.set.prompts[c];
    CAPTURE(p.id);
    REQUIRE(p.prefix.rfind("Records:\n", 0) == 0);
    REQUIRE(p.prefix.back() == '\n');
    const auto lines = split(p.prefix, "\n");
    const std::size_t size = lines.size() - 2; // without the heading and the end of the last line
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
    clusters[p.cluster].push_back(&p);
  }
  REQUIRE(depth.size() == 4);
  for (const std::size_t size : {30u, 90u, 200u}) // one query in each fifth of a list
    for (const int queries : depth.at(size))
      CHECK(queries == 12);
  CHECK(clusters.size() == 48 + 3 * 12);
  for (const auto& [name, members] : clusters) {
    CHECK(members.size() == 5);
    for (const prompt* p : members)
      CHECK(p->prefix == members.front()->prefix);
  }
}

TEST_CASE("few queries still come from two lists, and no list is asked for a record twice") {
  auto options = options_of(6, 3);
  options.lookup_records = {2};
  options.queries_per_list = 50;
  const auto pool = default_pool(options);
  std::map<std::string, std::set<std::string>> clusters;
  std::size_t lookups = 0;
  for (std::size_t i = 0; i < pool.origins.size(); ++i)
    if (pool.origins[i].task == "lookup") {
      clusters[pool.set.prompts[i].cluster].insert(pool.set.prompts[i].text);
      ++lookups;
    }
  CHECK(clusters.size() >= 2);
  CHECK(lookups == 2 * clusters.size());
  for (const auto& entry : clusters)
    CHECK(entry.second.size() == 2);
}

TEST_CASE("copying asks for the line it shows, and the examples are other lines") {
  const prompt_set set = made(7);
  for (const prompt& p : set.prompts) {
    if (task(set, p) != "copy")
      continue;
    CAPTURE(p.id);
    CHECK(p.text == "Repeat:" + *p.answer + "\nAnswer:");
    CHECK(p.prefix.find("Repeat:" + *p.answer + '\n') == std::string::npos);
    const auto lines = split(p.prefix, "\n");
    REQUIRE(lines.size() == 7);
    for (std::size_t i = 0; i < 6; i += 2)
      CHECK(lines[i].substr(7) == lines[i + 1].substr(7));
  }
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

  auto fewer = options_of(11);
  fewer.lookup_records = {30};
  std::map<std::string, std::string> by_id;
  for (const prompt& p : default_pool(options_of(11)).set.prompts)
    by_id[p.id] = p.prefix + p.text;
  for (const prompt& p : default_pool(fewer).set.prompts)
    CHECK(by_id.at(p.id) == p.prefix + p.text);
}

TEST_CASE("frequencies: everyday requests and English dominate, whatever was drawn") {
  const prompt_set set = made();
  double total = 0, answered = 0, everyday = 0, english = 0, dates = 0;
  const std::set<std::string> everyday_names = {"task=add digits=1", "task=add digits=2",
      "task=sub digits=1", "task=sub digits=2", "task=mul digits=1x1", "task=mul digits=2x1",
      "task=lookup records=8"};
  for (const auto& stratum : set.strata) {
    const std::string name = stratum.key.name();
    CAPTURE(name);
    CHECK(stratum.natural_frequency > 0);
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
    if (level(stratum.key, "task") == "date")
      dates += stratum.natural_frequency;
  }
  CHECK(total == doctest::Approx(1).epsilon(1e-12));
  CHECK(everyday / answered == doctest::Approx(0.9).epsilon(0.01));
  CHECK(english / (total - answered) == doctest::Approx(0.7).epsilon(0.01));
  CHECK(dates == doctest::Approx(15 / 1e4).epsilon(0.01)); // however the axis divides them
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

TEST_CASE("prose is scored as it stands, and its script is that of its letters") {
  auto options = options_of(8, 10);
  const prompt_set set = drawn(options).set;
  std::map<std::string, std::string> script_of; // of a language
  for (const prompt& p : set.prompts)
    if (task(set, p) == "prose") {
      CHECK(!p.answer);
      CHECK(p.prefix.empty());
      CHECK(p.cluster.empty());
      const auto& key = set.strata[p.stratum].key;
      const auto [at, fresh] = script_of.emplace(level(key, "language"), level(key, "script"));
      CHECK(at->second == level(key, "script"));
    }
  CHECK(script_of.size() == 25);
  CHECK(script_of.at("sw") == "Latn");
  CHECK(script_of.at("ja") == "Jpan");
  CHECK(script_of.at("uk") == "Cyrl");

  options.sentences.clear();
  for (const auto& stratum : drawn(options).set.strata)
    CHECK(level(stratum.key, "task") != "prose");
}

TEST_CASE("bad options and bad files are refused by number") {
  const auto with = [](auto change) {
    return error_number([&] {
      default_prompt_options options;
      options.per_stratum = 2;
      change(options);
      (void)drawn(options);
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
  CHECK(reading(one + "\n") == 0); // a stratum of one prompt, which is short of its minimum
  std::filesystem::remove(path);
}
