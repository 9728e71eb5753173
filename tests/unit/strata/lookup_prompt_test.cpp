#include "../io/thrown.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/lookup_prompt.hpp>

using namespace tailgate;

namespace {

/// Four characters a token, at least one: a length that is not additive within lines.
std::uint64_t made_tokens(std::string_view text) {
  return (text.size() + 3) / 4;
}

/// The records of a prompt, read back from its text.
std::map<std::string, std::string> read_records(const lookup_prompt& prompt) {
  std::map<std::string, std::string> records;
  std::string_view text = prompt.text;
  text.remove_prefix(text.find('\n') + 1);
  for (std::size_t feed = text.find('\n'); feed != text.npos; feed = text.find('\n')) {
    const std::string_view line = text.substr(0, feed);
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != line.npos);
    CHECK(records.emplace(line.substr(0, colon), line.substr(colon + 2)).second); // distinct keys
    text.remove_prefix(feed + 1);
  }
  return records;
}

} // namespace

TEST_CASE("make_lookup: the answer stands once, at the depth asked for, in the length asked for") {
  for (const std::uint64_t length :
      {std::uint64_t{200}, std::uint64_t{8'192}, std::uint64_t{70'000}})
    for (const double depth : {0.0, 0.1, 0.5, 0.9, 1.0}) {
      CAPTURE(length);
      CAPTURE(depth);
      lookup_request request;
      request.length = length;
      request.depth = depth;
      request.identity.item = length;
      const auto prompt = make_lookup(request, count_code_points);
      const auto& facts = prompt.facts;
      CHECK(prompt.text.size() == facts.length);
      CHECK(facts.length <= length);
      CHECK(facts.length + 16 > length); // a record has 16 characters
      CHECK(facts.needle.length == facts.length);
      CHECK(prompt.text.substr(facts.needle.position, facts.key.size()) == facts.key);
      CHECK(std::abs(static_cast<double>(facts.needle.position) -
                     depth * static_cast<double>(length)) < 48); // head or question, and a record
      CHECK(prompt.text.ends_with("Lookup " + facts.key + "? "));
      const auto records = read_records(prompt);
      CHECK(records.size() == facts.records);
      CHECK(records.at(facts.key) == facts.answer);
      std::size_t with_answer = 0;
      for (const auto& [key, value] : records)
        with_answer += value == facts.answer;
      CHECK(with_answer == 1);
    }
}

TEST_CASE("make_lookup: near distractors differ from the key in one syllable, and are all there") {
  lookup_request request;
  request.length = 12'000;
  request.near_distractors = 396;
  const auto prompt = make_lookup(request, count_code_points);
  std::size_t near = 0;
  for (const auto& [key, value] : read_records(prompt)) {
    std::size_t different = 0;
    for (std::size_t s = 0; s < key.size(); s += 2)
      different += key.substr(s, 2) != prompt.facts.key.substr(s, 2);
    near += different == 1;
  }
  CHECK(near == 396); // no other record is near by chance
  CHECK(prompt.facts.near_distractors == 396);
  CHECK(prompt.facts.records > 397);
}

TEST_CASE("make_lookup: length and depth are in the units of the count") {
  lookup_request request;
  request.length = 8'192;
  request.depth = 0.75;
  const auto prompt = make_lookup(request, made_tokens);
  CHECK(prompt.facts.length <= 8'192);
  CHECK(prompt.facts.length > 8'192 - 4);
  CHECK(prompt.facts.needle.depth() == doctest::Approx(0.75).epsilon(0.001));
  CHECK(needle_level(prompt.facts.needle) == "last third");
  CHECK(prompt.text.size() > 3 * prompt.facts.length);
}

TEST_CASE("make_lookup: equal requests are equal, others differ; the known prompt of seed 0") {
  lookup_request request;
  request.length = 120;
  const auto first = make_lookup(request, count_code_points);
  CHECK(first.text == make_lookup(request, count_code_points).text);
  for (int i = 0; i < 3; ++i) {
    lookup_request other = request;
    (i == 0 ? other.identity.seed : other.identity.item) += i == 2 ? 0 : 1;
    other.identity.stratum = i == 2 ? 1 : 0;
    CHECK(make_lookup(other, count_code_points).facts.key != first.facts.key);
  }
  CHECK(first.text == "Records:\n"
                      "kosomaco: 83870\n"
                      "zuxosafu: 98498\n"
                      "jovakopu: 40352\n"
                      "sevihehe: 16108\n"
                      "mononivo: 31301\n"
                      "Lookup mononivo? ");
  CHECK(first.facts.answer == "31301");
}

TEST_CASE("write_lookup: a million tokens are streamed, each line counted once") {
  lookup_request request;
  request.length = 1'000'000;
  request.depth = 1.0 / 3;
  std::uint64_t counted = 0, written = 0, pieces = 0, position = 0;
  std::string needle;
  const auto facts = write_lookup(
      request,
      [&](std::string_view piece) {
        counted += piece.size();
        return made_tokens(piece);
      },
      [&](std::string_view piece) {
        if (position == 0 && needle.empty() && piece.find(": ") == 8)
          needle = piece;
        written += piece.size();
        ++pieces;
        position += made_tokens(piece);
      });
  CHECK(position == facts.length);
  CHECK(facts.length > 999'990);
  CHECK(facts.length <= 1'000'000);
  CHECK(pieces == facts.records + 2);
  CHECK(counted - written <= 16); // but for the record that did not fit
  CHECK(facts.needle.depth() == doctest::Approx(1.0 / 3).epsilon(1e-4));
}

TEST_CASE("write_lookup: requests that cannot be met are refused") {
  const auto number = [](const lookup_request& request, auto count) {
    return thrown_by<argument_error>([&] { (void)make_lookup(request, count); }).number;
  };
  const auto with = [](auto change) {
    lookup_request request;
    change(request);
    return request;
  };
  CHECK(number(with([](auto& r) { r.length = (std::uint64_t{1} << 30) + 1; }), made_tokens) == 285);
  CHECK(number(with([](auto& r) { r.depth = -0.01; }), made_tokens) == 285);
  CHECK(number(with([](auto& r) { r.depth = std::nan(""); }), made_tokens) == 285);
  CHECK(number(with([](auto& r) { r.near_distractors = 397; }), made_tokens) == 285);
  CHECK(number(with([](auto&) {}), [](std::string_view) { return std::uint64_t{0}; }) == 285);
  // Head 9, one record 16, question 17 characters.
  CHECK(number(with([](auto& r) { r.length = 41; }), count_code_points) == 286);
  CHECK(number(with([](auto& r) { r.length = 42; }), count_code_points) == 0);
  CHECK(number(with([](auto& r) { r.near_distractors = 396; }), made_tokens) == 0);
  CHECK(number(with([](auto& r) {
    r.near_distractors = 396;
    r.length = 1'000;
  }),
            made_tokens) == 286);
}
