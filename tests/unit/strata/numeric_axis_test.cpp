#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/strata/generate_numeric.hpp>
#include <tailgate/strata/numeric_axis.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("the axis names the primary class of a prompt") {
  const axis_function axis = numeric_axis();
  const auto level_of = [&](const std::string& text) {
    prompt_view prompt;
    prompt.text = text;
    return axis.level(prompt);
  };
  CHECK(axis.name == "numeric");
  CHECK(axis.levels.size() == 1 + numeric_class_count);
  CHECK(level_of("Why is the sky blue?") == "none");
  CHECK(level_of("9.11 or 9.9?") == "decimal comparison");
  CHECK(level_of("12345") == "long integer");
  for (const numeric_class c : all_numeric_classes)
    if (c != numeric_class::digit_chunk_split) {
      const auto level = level_of(generate_numeric(c, 1, 1, 4).front().text);
      REQUIRE(level);
      CHECK(std::count(axis.levels.begin(), axis.levels.end(), *level) == 1);
      CHECK(*level != "none");
    }
}

TEST_CASE("with a tokenizer, numbers that it splits have a level of their own") {
  const axis_function axis = numeric_axis([](std::string_view text) {
    std::vector<std::string> bytes;
    for (const char c : text)
      bytes.emplace_back(1, c);
    return bytes;
  });
  prompt_view prompt;
  prompt.text = "12 apples";
  CHECK(axis.level(prompt) == "digit-chunk split");
}
