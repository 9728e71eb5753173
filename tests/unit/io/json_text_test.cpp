#include "thrown.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/io/json_text.hpp>

using namespace tailgate;
using namespace std::string_view_literals;

namespace {

thrown parsing(std::string_view text, const json_source& source = {"f.json"}) {
  return thrown_by<format_error>([&] { (void)parse_json_text(text, source); });
}

} // namespace

TEST_CASE("json_text: parses every kind of value as nlohmann-json does") {
  for (const std::string_view text :
      {R"({"a": [1, -2, 2.5e-3, true, false, null, "x\u00fc\n"], "b": {"c": {}, "d": []}})"sv,
          "[]"sv, "{}"sv, " \t\r\n 7 \n"sv, "\"\\ud83d\\ude42\""sv, "-0.0"sv,
          "18446744073709551615"sv, "-9223372036854775808"sv, "[[1,[2]],[[3],{}],4]"sv,
          R"([{"k":1},{"k":2}])"sv, R"("\u0000")"sv})
    CHECK(parse_json_text(text, {"f.json"}) == nlohmann::json::parse(text));
}

TEST_CASE("json_text: E560 for bytes that are not UTF-8, also outside of strings") {
  const auto t = parsing("{\n \"a\": \"\xFC\"}");
  CHECK(t.number == 560);
  CHECK(t.says("f.json:2:8: "));
  CHECK(parsing("\xC0\x80").number == 560);
  CHECK(parsing("\"\xED\xA0\x80\"").number == 560);
}

TEST_CASE("json_text: E561 for NUL and for a byte order mark") {
  CHECK(parsing("{\"a\":1}\0garbage"sv).number == 561);
  CHECK(parsing("{\"a\":1}\0garbage"sv).says("f.json:1:8: "));
  CHECK(parsing("\xEF\xBB\xBF{}").number == 561);
}

TEST_CASE("json_text: E562 with line and column for what is not JSON") {
  const auto t = parsing("{\n \"a\": 1,\n \"b\": x\n}");
  CHECK(t.number == 562);
  CHECK(t.says("[tailgate.E562] f.json:3:7: not JSON: "));
  CHECK(t.says("invalid literal"));
  for (const std::string_view text : {""sv, " "sv, "{"sv, "[1,]"sv, "{\"a\"}"sv, "{a:1}"sv, "01"sv,
           "1 2"sv, "{} x"sv, "nul"sv, "NaN"sv, "'a'"sv, "\"a\nb\""sv, "\"\\ud800\""sv, "1e999"sv,
           "// c\n1"sv, "[1}"sv, "\"\\x\""sv, "+1"sv, ".5"sv, "1."sv})
    CHECK_MESSAGE(parsing(text).number == 562, text);
}

TEST_CASE("json_text: the first line's number is that of the line within its file") {
  CHECK(parsing("{\"a\" 1}", {"p.jsonl", 41}).says("p.jsonl:41:6: "));
  CHECK(parsing("[\n\n1,,2]", {"p.jsonl", 41}).says("p.jsonl:43:3: "));
}

TEST_CASE("json_text: E563 beyond the depth bound, at the bound none") {
  const auto nested = [](std::size_t depth, char open, char close) {
    return std::string(depth, open) + std::string(depth, close);
  };
  CHECK(parsing(nested(64, '[', ']')).number == 0);
  const auto t = parsing(nested(65, '[', ']'));
  CHECK(t.number == 563);
  CHECK(t.says("f.json:1:65: "));
  CHECK(parsing("[[[]]]", {"f", 1, 2}).number == 563);
  CHECK(parsing("{\"a\":{\"b\":{}}}", {"f", 1, 2}).number == 563);
  CHECK(parsing("[[],[],{}]", {"f", 1, 2}).number == 0); // siblings do not add up
  // An attack: a parser that recursed would overflow its stack.
  CHECK(parsing(std::string(5'000'000, '[')).number == 563);
}

TEST_CASE("json_text: E564 for a key twice in one object, not in two objects") {
  const auto t = parsing("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}");
  CHECK(t.number == 564);
  CHECK(t.says("\"c\""));
  CHECK(t.says("f.json:2:18: ")); // the end of the second key
  CHECK(parsing(R"({"a": 1, "\u0061": 2})").number == 564);
  CHECK(parsing(R"({"a": {"a": 1}, "b": {"a": 1}})").number == 0);
}
