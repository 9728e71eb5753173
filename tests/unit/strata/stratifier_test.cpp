#include "../io/thrown.hpp"

#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <tailgate/strata/prompt_axes.hpp>
#include <tailgate/strata/stratifier.hpp>
#include <vector>

using namespace tailgate;

namespace {

using level = std::optional<std::string>;

axis_function fixed(std::string name, const level& value, std::vector<std::string> levels = {}) {
  return {std::move(name), axis_kind::ordinal, std::move(levels),
      [value](const prompt_view&) { return value; }};
}

} // namespace

TEST_CASE("stratifier: a prompt's key names its level on each axis that applies, in order") {
  const stratifier by({script_axis(), context_axis(), needle_depth_axis(),
      {"length", axis_kind::nominal, {"short", "long"},
          [](const prompt_view& p) -> level { return p.text.size() < 10 ? "short" : "long"; }}});
  prompt_view prompt;
  prompt.text = "Hello";
  CHECK(by.key(prompt).name() == "script=Latn length=short");
  prompt.context_tokens = 100'000;
  prompt.needle = needle_place{50'000, 100'000};
  CHECK(by.key(prompt).name() ==
        "script=Latn context=64K-128K needle_depth=middle third length=short");
}

TEST_CASE("stratifier: scales and ordered axes are those of the functions") {
  const stratifier by({script_axis(), context_axis(), needle_depth_axis()});
  CHECK(by.ordered_axes() == std::vector<axis>{{"context", axis_kind::context_length},
                                 {"needle_depth", axis_kind::ordinal}});
  const auto scales = by.scales();
  REQUIRE(scales.size() == 3);
  CHECK(scales[1].levels.size() == 4);
  CHECK(scales[1].kind == axis_kind::context_length);
}

TEST_CASE("stratifier: axes that cannot be are refused") {
  const auto making = [](std::vector<axis_function> axes) {
    return thrown_by<argument_error>([&] { stratifier by(std::move(axes)); });
  };
  CHECK(making({}).number == 287);
  CHECK(making({fixed("", "x")}).number == 287);
  CHECK(making({{"empty", axis_kind::nominal, {}, {}}}).number == 287);
  CHECK(making({fixed("a", "x"), fixed("b", "x"), fixed("a", "y")}).says("'a'"));
  CHECK(making({fixed("a", "x", {"x", "x"})}).number == 287);
  CHECK(making({fixed("a", "x", {"x", ""})}).number == 287);
  CHECK(making({fixed("a", "x", {"x", "y"})}).number == 0);
}

TEST_CASE("stratifier: levels that cannot be are refused when they come up") {
  const auto asking = [](const axis_function& axis) {
    return thrown_by<argument_error>([&] { (void)stratifier({axis}).key({}); });
  };
  CHECK(asking(fixed("a", "")).number == 288);
  CHECK(asking(fixed("a", "z", {"x", "y"})).number == 288);
  CHECK(asking(fixed("a", "z", {"x", "y"})).says("'z'"));
  CHECK(asking(fixed("a", std::nullopt)).number == 289);
  CHECK(asking(fixed("a", "any")).number == 0);
}
