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

TEST_CASE("the axis of bands says the band of its own class, and nothing of other prompts") {
  const axis_function axis = numeric_band_axis(numeric_class::carry_chain);
  CHECK(axis.name == "band");
  CHECK(axis.kind == axis_kind::ordinal);
  const auto level_of = [&](const std::string& text) {
    prompt_view prompt;
    prompt.text = text;
    return axis.level(prompt);
  };
  CHECK_FALSE(level_of("12+34="));
  CHECK_FALSE(level_of("no number"));
  CHECK(level_of("158+67=") == "run of 2");
  CHECK(level_of("999+1=") == "all nines");
  CHECK(level_of("2048+177=") == "run of 2"); // although its primary class is another
  for (const numeric_class c : all_numeric_classes)
    for (std::size_t band = 0; band < numeric_bands(c).size(); ++band)
      if (c != numeric_class::digit_chunk_split && !is_control_band(c, band)) {
        prompt_view prompt;
        const std::string text = generate_numeric(c, band, 1, 9).front().text;
        prompt.text = text;
        CHECK(numeric_band_axis(c, "b").level(prompt) == numeric_bands(c)[band]);
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
