#include "thrown.hpp"
#include <doctest/doctest.h>
#include <string>
#include <tailgate/io/json_line_fields.hpp>

using tailgate::json_kind;
using tailgate::json_line_fields;

TEST_CASE("json_line_fields: the kinds and texts of the members looked for") {
  json_line_fields fields({"a", "b"});
  const auto check = [&](const std::string& value, json_kind kind, const std::string& text) {
    fields.read(R"({"c": {"a": 1, "b": [2]}, "b": )" + value + R"(, "d": "b"})", {"f", 1});
    CHECK(fields[0].kind == json_kind::absent);
    CHECK(fields[0].text.empty());
    CHECK(fields[1].kind == kind);
    CHECK(fields[1].text == text);
  };
  check(R"("x\u00e9\"\n")", json_kind::text, "x\u00e9\"\n");
  check(R"("")", json_kind::text, "");
  check("17", json_kind::integer, "17");
  check("-17", json_kind::integer, "-17");
  check("18446744073709551615", json_kind::integer, "18446744073709551615");
  check("1.50", json_kind::real, "1.5");
  check("18446744073709551616", json_kind::real, "1.8446744073709552e+19");
  check("true", json_kind::boolean, "true");
  check("null", json_kind::null, "");
  check(R"(["x", {"b": "y"}])", json_kind::array, "");
  check(R"({"b": "y", "a": 2})", json_kind::object, "");
}

TEST_CASE("json_line_fields: lines that look unusual are read as well") {
  json_line_fields fields({"a", "b"});
  const auto text = [&](const std::string& line) {
    fields.read(line, {"f", 1});
    return fields[0].text;
  };
  using namespace std::string_literals;
  CHECK(text(R"( {"a":"\ud83d\ude00 \u0416\u20ac\u0000"} )") ==
        "\xF0\x9F\x98\x80 \xD0\x96\xE2\x82\xAC\0"s);
  CHECK(text("{\"a\":\"0123456\xC2\xA0 890123456789\\\\\"}") == "0123456\xC2\xA0 890123456789\\");
  CHECK(text(R"({"a":-0})") == "0");
  CHECK(text(R"({"a":-0.0})") == "-0.0");
  CHECK(text(R"({"a":1E3})") == "1000.0");
  CHECK(text(R"({"a":123456789012345678})") == "123456789012345678");
  CHECK(text(R"({"a":9223372036854775807})") == "9223372036854775807");
  CHECK(text("{\t\"b\" :[ ] ,\"c\": { } , \"a\":false}\r") == "false");
  CHECK(fields[1].kind == json_kind::array);
}

TEST_CASE("json_line_fields: keys may be escaped, and the line before leaves nothing") {
  json_line_fields fields({"id", "level"});
  fields.read(R"({"\u0069d": "first", "level": 1})", {"f", 1});
  CHECK(fields[0].text == "first");
  fields.read("{}", {"f", 2});
  CHECK(fields[0].kind == json_kind::absent);
  CHECK(fields[1].kind == json_kind::absent);
  CHECK(fields[1].text.empty());
}

TEST_CASE("json_line_fields: what is no JSON object is refused with its place") {
  json_line_fields fields({"id"});
  const auto fault = [&](const std::string& line) {
    return thrown_by<tailgate::format_error>([&] { fields.read(line, {"f.jsonl", 7}); });
  };
  using namespace std::string_literals;
  CHECK(fault(R"({"id": "a)").number == 562);
  CHECK(fault(R"({"id": "a)").says("f.jsonl:7:10"));
  CHECK(fault(R"({"id": 1} {})").number == 562);
  CHECK(fault("").number == 562);
  CHECK(fault("{\"id\": \"\xC3\x28\"}").number == 560);
  CHECK(fault("{\"id\": \"\xC3\x28\"}").says("f.jsonl:7:9"));
  CHECK(fault("{\"id\": 1}\0"s).number == 561);
  CHECK(fault("{\"id\": \"a\0\"}"s).number == 561);
  CHECK(fault("\xEF\xBB\xBF{}").number == 561);
  CHECK(fault(R"({"id": 1, "id": 2})").number == 564);
  CHECK(fault(R"({"id": 1, "x": 1, "x": 2})").number == 0); // kept, not looked at
  CHECK(fault("{\"x\": " + std::string(63, '[') + std::string(63, ']') + "}").number == 0);
  CHECK(fault("{\"x\": " + std::string(64, '[') + std::string(64, ']') + "}").number == 563);
  for (const char* line : {"[1, {\"id\": 2}]", "3", "\"id\"", "null", "[{\"id\": 2}]"}) {
    CHECK(fault(line).number == 645);
    CHECK(fault(line).says("f.jsonl:7: "));
    CHECK(fields[0].kind == json_kind::absent);
  }
}
