// What the scorer needs of a tokenizer; the library itself brings none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/token_id.hpp>
#include <vector>

namespace tailgate {

/// Text to tokens and back. Implementations may throw their own errors.
class tokenizer {
public:
  virtual ~tokenizer() = default;
  /// Tokens of UTF-8 text, without a beginning-of-sequence token.
  [[nodiscard]] virtual std::vector<token_id> encode(std::string_view text) const = 0;
  /// The text of tokens; bytes of an incomplete character may be replaced.
  [[nodiscard]] virtual std::string decode(std::span<const token_id> tokens) const = 0;
  /// The token that begins every sequence, when the model was trained with one.
  [[nodiscard]] virtual std::optional<token_id> begin_of_sequence() const = 0;
  /// The token that ends a sequence, when there is one.
  [[nodiscard]] virtual std::optional<token_id> end_of_sequence() const = 0;
  /// SHA-256, as 64 hexadecimal digits, of what determines encode and decode, mostly the bytes of
  /// the tokenizer's files: runs whose fingerprints differ have other tokens and are not compared.
  [[nodiscard]] virtual std::string fingerprint() const = 0;
};

} // namespace tailgate
