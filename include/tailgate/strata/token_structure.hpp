// Structural classes of tokens: those that no text is encoded to stand apart from rare ones.
//
// A token i is reachable when encode(decode(i)) == [i]. One that is not never appears in a prompt,
// was never trained by text, and is met only when a program puts ids together; it must not enter a
// stratum of rare tokens. A token that is part of a multi-byte character decodes to bytes that are
// no text, so that the round trip says nothing of it: it is a class of its own.
//
// Reference: S. Land, M. Bartolo, Fishing for Magikarp, EMNLP 2024, arXiv:2405.05417, section 2.1.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/core/utf8.hpp>
#include <vector>

namespace tailgate {

enum class token_structure {
  reachable,    ///< encode(decode(i)) == [i]
  partial_utf8, ///< decodes to bytes that are not UTF-8, or to U+FFFD in their place
  unreachable   ///< decodes to text that is encoded otherwise, or to nothing
};

[[nodiscard]] constexpr std::string_view to_string(token_structure s) noexcept {
  switch (s) {
  case token_structure::reachable:
    return "reachable";
  case token_structure::partial_utf8:
    return "partial UTF-8";
  case token_structure::unreachable:
    return "unreachable";
  }
  return "unknown";
}

/// The class of each token 0 ... vocabulary_size - 1.
///
/// `decode(token_id)` returns the token's own text, `encode(std::string_view)` a range of token
/// ids; both are called once a token, on several threads at once, and must neither add tokens of
/// their own (the beginning of a sequence) nor drop or add a leading space: a tokenizer that puts a
/// space before every text has to be called behind an anchor whose tokens are then removed, since
/// otherwise every token that begins a word would look unreachable. Throws what they throw.
template <class Decode, class Encode>
[[nodiscard]] std::vector<token_structure> classify_tokens(
    std::size_t vocabulary_size, Decode decode, Encode encode, executor_ref executor = {}) {
  std::vector<token_structure> classes(vocabulary_size);
  constexpr std::size_t block = 256;
  executor.parallel_for((vocabulary_size + block - 1) / block, [&](std::size_t b) {
    const std::size_t end = std::min(vocabulary_size, (b + 1) * block);
    for (std::size_t i = b * block; i < end; ++i) {
      const auto id = static_cast<token_id>(i);
      const std::string text(decode(id));
      const auto& again = encode(std::string_view(text));
      const std::span<const token_id> tokens(again);
      if (tokens.size() == 1 && tokens[0] == id)
        classes[i] = token_structure::reachable;
      else if (find_invalid_utf8(text) || text.find("\xEF\xBF\xBD") != text.npos)
        classes[i] = token_structure::partial_utf8;
      else
        classes[i] = token_structure::unreachable;
    }
  });
  return classes;
}

/// The tokens of one class, in order.
[[nodiscard]] inline std::vector<token_id> tokens_of_class(
    std::span<const token_structure> classes, token_structure wanted) {
  std::vector<token_id> ids;
  ids.reserve(static_cast<std::size_t>(std::count(classes.begin(), classes.end(), wanted)));
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (classes[i] == wanted)
      ids.push_back(static_cast<token_id>(i));
  return ids;
}

} // namespace tailgate
