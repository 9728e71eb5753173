#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/strata/identifier_parts.hpp>
#include <vector>

using namespace tailgate;

namespace {

std::vector<std::string> parts_of(std::string_view source) {
  std::vector<std::string> parts;
  for_each_identifier_part(source, [&](std::string_view part) { parts.emplace_back(part); });
  return parts;
}

} // namespace

TEST_CASE("for_each_identifier_part: names are cut as programmers put them together") {
  using list = std::vector<std::string>;
  struct {
    std::string_view source;
    list parts;
  } const cases[] = {
      {"", {}},
      {"snake_case", {"snake", "case"}},
      {"camelCase", {"camel", "case"}},
      {"PascalCase", {"pascal", "case"}},
      {"SCREAMING_CASE", {"screaming", "case"}},
      {"parseHTTPHeader2_max", {"parse", "http", "header", "max"}},
      {"HTTPServer", {"http", "server"}},
      {"XMLHttpRequest", {"xml", "http", "request"}},
      {"getID", {"get", "id"}},
      {"x", {"x"}},
      {"__init__", {"init"}},
      {"___", {}},
      {"utf8Decode", {"utf", "decode"}},
      {"A1B2", {"a", "b"}},
      {"0x1F + 10ms - 3e5", {}}, // numbers, with what is written to them
      {"a.b->c(d, e[0])", {"a", "b", "c", "d", "e"}},
      {"größe = länge", {"größe", "länge"}},
      {"переменная_два", {"переменная", "два"}},
      {"naïveCase", {"naïve", "case"}},
      {"a\xFF"
       "b",
          {"a", "b"}},
      {"x×y", {"x", "y"}}, // the sign of multiplication is no letter
      {"def f(x): return x_1", {"def", "f", "x", "return", "x"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.source);
    CHECK(parts_of(c.source) == c.parts);
  }
}
