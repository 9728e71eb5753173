// What the axes of strata look at: one prompt and what is known of it. Owns nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tailgate/core/token_id.hpp>
#include <tailgate/strata/context_length.hpp>

namespace tailgate {

/// Everything but the text may be absent; axes that need what is absent then have no level. What is
/// pointed to must outlive the view.
struct prompt_view {
  std::string_view text;                           ///< context and question, UTF-8
  std::optional<std::string_view> answer;          ///< the expected continuation
  std::optional<std::span<const token_id>> tokens; ///< of text and answer, one after the other
  std::size_t scored_from = 0;                     ///< index into tokens: the first target token
  std::optional<std::uint64_t> context_tokens;     ///< when the length is known without tokens
  std::optional<std::string_view> language;        ///< as the data name it
  std::optional<std::string_view> domain;          ///< as the data name it
  std::optional<needle_place> needle;              ///< where the answer stands in the context

  /// The tokens that are predicted; empty without tokens, or when scored_from is behind them.
  [[nodiscard]] std::span<const token_id> targets() const noexcept {
    if (!tokens || scored_from >= tokens->size())
      return {};
    return tokens->subspan(scored_from);
  }

  /// Tokens of the whole prompt; absent when neither the tokens nor their number is known.
  [[nodiscard]] std::optional<std::uint64_t> length() const noexcept {
    if (context_tokens)
      return context_tokens;
    if (tokens)
      return std::uint64_t{tokens->size()};
    return std::nullopt;
  }
};

} // namespace tailgate
