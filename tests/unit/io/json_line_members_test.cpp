#include <doctest/doctest.h>
#include <string>
#include <tailgate/io/json_line_members.hpp>
#include <vector>

namespace {

std::string with(const std::string& object) {
  const std::vector<tailgate::json_member> added{{"w", "1.5"}, {"s", R"({"a":"b"})"}};
  return tailgate::with_json_members(object, added);
}

} // namespace

TEST_CASE("with_json_members: all other members stay as they are written") {
  CHECK(with("{}") == R"({"w": 1.5, "s": {"a":"b"}})");
  CHECK(with(" { \t} \r") == R"({"w": 1.5, "s": {"a":"b"}})");
  const std::string tail = R"(, "w": 1.5, "s": {"a":"b"}})";
  CHECK(with(R"({"n":1.10000000000000000000001e400})") ==
        R"({"n": 1.10000000000000000000001e400)" + tail);
  CHECK(with(R"( {"t" : "a\"},{\\" , "u\u0041":[1, {"w": "}"}] , "z":{ } }  )") ==
        R"({"t": "a\"},{\\", "u\u0041": [1, {"w": "}"}], "z": { })" + tail);
  CHECK(with(R"({"x": 1, "x": 2})") == R"({"x": 1, "x": 2)" + tail);
}

TEST_CASE("with_json_members: members of the same key are replaced, however they are spelt") {
  const std::string tail = R"("w": 1.5, "s": {"a":"b"}})";
  CHECK(with(R"({"w": [1, 2], "a": 0})") == R"({"a": 0, )" + tail);
  CHECK(with(R"({"a": 0, "\u0073": {"w": 1}})") == R"({"a": 0, )" + tail);
  CHECK(with(R"({"w": 1, "s": 2})") == "{" + tail);
  CHECK(with(R"({"W": 1})") == R"({"W": 1, )" + tail);
}
