#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/strata/token_structure.hpp>
#include <vector>

using namespace tailgate;

namespace {

/// Encodes greedily by the longest piece, as far as pieces go; "ab" is never chosen, since a rule
/// forbids it, as a merge that no text reaches would be.
struct made_tokenizer {
  std::vector<std::string> pieces;

  [[nodiscard]] std::string decode(token_id id) const {
    return pieces[static_cast<std::size_t>(id)];
  }
  [[nodiscard]] std::vector<token_id> encode(std::string_view text) const {
    std::vector<token_id> ids;
    while (!text.empty()) {
      std::size_t best = pieces.size();
      for (std::size_t i = 0; i < pieces.size(); ++i)
        if (pieces[i] != "ab" && !pieces[i].empty() && text.starts_with(pieces[i]) &&
            (best == pieces.size() || pieces[i].size() > pieces[best].size()))
          best = i;
      if (best == pieces.size())
        break;
      ids.push_back(static_cast<token_id>(best));
      text.remove_prefix(pieces[best].size());
    }
    return ids;
  }
};

} // namespace

TEST_CASE("classify_tokens: planted unreachable and partial tokens are found, and no others") {
  made_tokenizer t{{"a", "b", "ab", "abc", "", "\xC3\xA9", "a"}};
  const auto encode = [&](std::string_view text) { return t.encode(text); };
  const auto decode = [&](token_id id) {
    // A byte-fallback token alone decodes to the replacement character.
    return id == 7 ? std::string("\xEF\xBF\xBD") : id == 8 ? std::string("\xC3") : t.decode(id);
  };
  using enum token_structure;
  const std::vector<token_structure> expected{reachable, reachable, unreachable, reachable,
      unreachable, reachable, unreachable, partial_utf8, partial_utf8};
  CHECK(classify_tokens(9, decode, encode) == expected);
  CHECK(tokens_of_class(expected, unreachable) == std::vector<token_id>{2, 4, 6});
  CHECK(tokens_of_class(expected, partial_utf8) == std::vector<token_id>{7, 8});
}

TEST_CASE("classify_tokens: a token for U+FFFD itself is reachable, and threads change nothing") {
  const auto decode = [](token_id id) {
    return id == 0 ? std::string("\xEF\xBF\xBD") : std::to_string(id);
  };
  const auto encode = [](std::string_view text) -> std::vector<token_id> {
    if (text == "\xEF\xBF\xBD")
      return {0};
    const int value = std::stoi(std::string(text));
    return value % 7 == 3 ? std::vector<token_id>{1, 2} : std::vector<token_id>{value};
  };
  const auto alone = classify_tokens(1000, decode, encode);
  CHECK(alone[0] == token_structure::reachable);
  CHECK(tokens_of_class(alone, token_structure::unreachable).size() == 143);
  tbb_executor four(4);
  CHECK(classify_tokens(1000, decode, encode, four) == alone);
  CHECK(to_string(token_structure::partial_utf8) == "partial UTF-8");
}
