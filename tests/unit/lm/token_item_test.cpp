#include "../io/thrown.hpp"

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/lm/token_item.hpp>
#include <utility>
#include <vector>

namespace {

using tailgate::token_id;

constexpr token_id pair = 256, begin = 257;

/// One token a byte, but one for "ab".
class byte_tokenizer final : public tailgate::tokenizer {
public:
  explicit byte_tokenizer(bool begins = true) : begins_(begins) {}

  [[nodiscard]] std::vector<token_id> encode(std::string_view text) const override {
    std::vector<token_id> tokens;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text.substr(i, 2) == "ab") {
        tokens.push_back(pair);
        ++i;
      } else {
        tokens.push_back(static_cast<unsigned char>(text[i]));
      }
    return tokens;
  }
  [[nodiscard]] std::string decode(std::span<const token_id> tokens) const override {
    std::string text;
    for (const token_id token : tokens)
      text += token == pair ? "ab" : token == begin ? "" : std::string(1, static_cast<char>(token));
    return text;
  }
  [[nodiscard]] std::optional<token_id> begin_of_sequence() const override {
    return begins_ ? std::optional(begin) : std::nullopt;
  }
  [[nodiscard]] std::optional<token_id> end_of_sequence() const override { return std::nullopt; }
  [[nodiscard]] std::string fingerprint() const override { return begins_ ? "begins" : "plain"; }

private:
  bool begins_;
};

tailgate::prompt asked(std::string prefix, std::string text, std::optional<std::string> answer) {
  tailgate::prompt made;
  made.id = "the id";
  made.prefix = std::move(prefix);
  made.text = std::move(text);
  made.answer = std::move(answer);
  return made;
}

tailgate::token_item encoded(const tailgate::prompt& prompt, bool begins = true) {
  tailgate::prompt_set set;
  set.prompts = {prompt};
  return tailgate::encode_prompt(set, 0, byte_tokenizer(begins));
}

/// The text that is scored.
std::string scored(const tailgate::token_item& item) {
  return byte_tokenizer().decode(std::span(item.tokens).subspan(item.scored_from));
}

tailgate::prompt_set set_of(std::vector<tailgate::prompt> prompts) {
  tailgate::prompt_set set;
  set.prompts = std::move(prompts);
  return set;
}

} // namespace

TEST_CASE("the answer and the stop are scored") {
  const auto item = encoded(asked("p", "q=", "xy"));
  CHECK(item.tokens == std::vector<token_id>{begin, 'p', 'q', '=', 'x', 'y', '\n'});
  CHECK(item.scored_from == 4);
  CHECK(item.scored() == 3);
}

TEST_CASE("without an answer the text is scored, and the prefix is not") {
  CHECK(scored(encoded(asked("pre", "text", {}))) == "text");
  CHECK(scored(encoded(asked("pre ", " text", {}))) == " text");
  const auto bare = encoded(asked("", "text", {}));
  CHECK(bare.scored_from == 1); // after the beginning of the sequence
  const auto unbegun = encoded(asked("", "text", {}), false);
  CHECK(unbegun.scored_from == 1); // nothing predicts the first token
  CHECK(scored(unbegun) == "ext");
}

TEST_CASE("a token merged across the border belongs to the answer") {
  const auto answer = encoded(asked("", "xa", "bc"));
  CHECK(answer.tokens == std::vector<token_id>{begin, 'x', pair, 'c', '\n'});
  CHECK(answer.scored_from == 2);
  CHECK(scored(answer) == "abc\n");
  CHECK(scored(encoded(asked("xa", "bc", {}))) == "abc");
}

TEST_CASE("spaces at the end of a prompt are scored with the answer") {
  CHECK(scored(encoded(asked("", "x=  ", "y"))) == "  y\n");
  CHECK(scored(encoded(asked("", "x= z", "y"))) == "y\n"); // but not those within it
  CHECK(scored(encoded(asked("", "  ", "y"))) == "  y\n");
}

TEST_CASE("E665: no token is left to predict") {
  const auto none =
      thrown_by<tailgate::argument_error>([] { (void)encoded(asked("", "x", {}), false); });
  CHECK(none.number == 665);
  CHECK(none.says("'the id'"));
  CHECK(encoded(asked("", "x", {}), true).scored() == 1);
  auto silent = asked("", "x", "");
  silent.stop.clear();
  CHECK(thrown_by<tailgate::argument_error>([&] { (void)encoded(silent); }).number == 665);
}

TEST_CASE("a group shares the longest common beginning of its items") {
  // The texts begin alike, so that more than the prefix is common.
  const auto groups = tailgate::encode_prompts(
      set_of({asked("pre", "12=", "3"), asked("", "zz", {}), asked("pre", "14=", "5")}),
      byte_tokenizer());
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].shared == std::vector<token_id>{begin, 'p', 'r', 'e', '1'});
  REQUIRE(groups[0].items.size() == 2);
  CHECK(groups[0].items[0].prompt == 0);
  CHECK(groups[0].items[1].prompt == 2);
  REQUIRE(groups[1].items.size() == 1);
  CHECK(groups[1].items[0].prompt == 1);
}

TEST_CASE("a shared prefix may end before the prefix text where a token merges over it") {
  const auto groups = tailgate::encode_prompts(
      set_of({asked("xya", "b1=", "2"), asked("xya", "c1=", "2")}), byte_tokenizer());
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].shared == std::vector<token_id>{begin, 'x', 'y'});
}

TEST_CASE("the token before the first scored one is never shared") {
  const auto check = [](const std::vector<tailgate::prompt>& prompts, std::size_t expected) {
    const auto groups = tailgate::encode_prompts(set_of(prompts), byte_tokenizer());
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].shared.size() == expected);
    for (const auto& item : groups[0].items) {
      CHECK(groups[0].shared.size() < item.scored_from);
      CHECK(std::equal(groups[0].shared.begin(), groups[0].shared.end(), item.tokens.begin()));
    }
  };
  check({asked("pre", "1=", "2")}, 5);                            // <s> p r e 1
  check({asked("pre", "1=", "2"), asked("pre", "1=", "2")}, 5);   // the same question twice
  check({asked("pre", "1=", "2"), asked("pre", "1=", "345")}, 5); // with different answers
  check({asked("pre", "1=", "2"), asked("pre", "1=2\n3", "4")}, 5);
  check({asked("pre", "text", {}), asked("pre", "text", {})}, 3);
  check({asked("", "text", {}), asked("", "tex", {})}, 0); // the beginning itself is needed
}
