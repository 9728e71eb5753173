#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/strata/prompt_axes.hpp>
#include <vector>

using namespace tailgate;

namespace {

const token_counter corpus({500, 300, 150, 40, 9, 1}, "t");

} // namespace

TEST_CASE("prompt_view: targets are the tokens from scored_from on") {
  const std::vector<token_id> tokens{1, 2, 3};
  prompt_view prompt;
  CHECK(prompt.targets().empty());
  CHECK_FALSE(prompt.length());
  prompt.tokens = tokens;
  prompt.scored_from = 2;
  CHECK(prompt.targets().size() == 1);
  CHECK(prompt.targets()[0] == 3);
  CHECK(prompt.length() == 3);
  prompt.scored_from = 4;
  CHECK(prompt.targets().empty());
  prompt.context_tokens = 9'000;
  CHECK(prompt.length() == 9'000);
}

TEST_CASE("the axes have no level where a prompt lacks what they need") {
  const prompt_view bare;
  CHECK_FALSE(rarity_axis(rarity_bands::from_counts(corpus)).level(bare));
  CHECK_FALSE(fertility_axis().level(bare));
  CHECK_FALSE(context_axis().level(bare));
  CHECK_FALSE(needle_depth_axis().level(bare));
  CHECK_FALSE(language_axis().level(bare));
  CHECK_FALSE(domain_axis().level(bare));
  CHECK(script_axis().level(bare) == "Zyyy");
  prompt_view unnamed;
  unnamed.language = "";
  CHECK_FALSE(language_axis().level(unnamed));
}

TEST_CASE("the axes say the level of a prompt that has everything") {
  const std::vector<token_id> tokens{5, 0, 3, 1};
  prompt_view prompt;
  prompt.text = "Привет";
  prompt.answer = "да";
  prompt.tokens = tokens;
  prompt.scored_from = 1;
  prompt.language = "rus";
  prompt.domain = "chat";
  prompt.needle = needle_place{70, 100};
  CHECK(rarity_axis(rarity_bands::from_counts(corpus)).level(prompt) == "95-99 %");
  CHECK(script_axis().level(prompt) == "Cyrl");
  CHECK(fertility_axis().level(prompt) == "0.25-0.5"); // 4 tokens, 8 characters
  CHECK(context_axis().level(prompt) == "0-8K");
  CHECK(needle_depth_axis().level(prompt) == "last third");
  CHECK(needle_depth_axis(needle_grid::deciles).level(prompt) == "70-80 %");
  CHECK(language_axis().level(prompt) == "rus");
  CHECK(domain_axis().level(prompt) == "chat");
}

TEST_CASE("the axis of rarity says where its bands come from") {
  const std::vector<std::uint32_t> ranks{0, 1, 2, 3};
  const auto axis = rarity_axis(rarity_bands::from_merge_ranks(ranks));
  for (const std::string& level : axis.levels)
    CHECK(level.ends_with(" by merge rank"));
  const std::vector<token_id> tokens{3};
  prompt_view prompt;
  prompt.tokens = tokens;
  CHECK(axis.level(prompt)->ends_with(" by merge rank"));
  const auto copy = axis;
  CHECK(copy.level(prompt) == axis.level(prompt));
}

TEST_CASE("the axis of structure says the target token that is farthest from an ordinary one") {
  const auto axis = structure_axis({token_structure::reachable, token_structure::partial_utf8,
      token_structure::unreachable, token_structure::reachable});
  CHECK(axis.levels == std::vector<std::string>{"reachable", "partial UTF-8", "unreachable"});
  const auto level_of = [&](std::vector<token_id> tokens, std::size_t scored_from) {
    prompt_view prompt;
    prompt.tokens = tokens;
    prompt.scored_from = scored_from;
    return axis.level(prompt);
  };
  CHECK(level_of({2, 0, 3}, 1) == "reachable"); // the 2 is given
  CHECK(level_of({0, 1, 3}, 0) == "partial UTF-8");
  CHECK(level_of({2, 1}, 0) == "unreachable");
  CHECK_FALSE(level_of({2, 1}, 2));
  CHECK_THROWS_AS((void)level_of({4}, 0), argument_error);
  CHECK_THROWS_AS((void)level_of({-1}, 0), argument_error);
}

TEST_CASE("kinds and levels: context is a length, the others are ordered or named") {
  CHECK(context_axis().kind == axis_kind::context_length);
  CHECK(rarity_axis(rarity_bands::from_counts(corpus)).kind == axis_kind::ordinal);
  CHECK(rarity_axis(rarity_bands::from_counts(corpus)).levels.size() == 6);
  CHECK(needle_depth_axis(needle_grid::deciles).levels.size() == 10);
  CHECK(script_axis().kind == axis_kind::nominal);
  CHECK(script_axis().levels.empty());
}
