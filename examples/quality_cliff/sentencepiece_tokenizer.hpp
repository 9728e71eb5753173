// SentencePiece behind the library's tokenizer interface.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <tailgate/lm/tokenizer.hpp>
#include <tailgate/strata/token_structure.hpp>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace quality_cliff {

class sentencepiece_tokenizer final : public tailgate::tokenizer {
public:
  /// Loads `folder/tokenizer.model`. Throws io_error E810 when it is missing and format_error E811
  /// when SentencePiece refuses it.
  explicit sentencepiece_tokenizer(const std::filesystem::path& folder);
  ~sentencepiece_tokenizer() override;

  [[nodiscard]] std::vector<tailgate::token_id> encode(std::string_view text) const override;
  [[nodiscard]] std::string decode(std::span<const tailgate::token_id> tokens) const override;
  [[nodiscard]] std::optional<tailgate::token_id> begin_of_sequence() const override;
  [[nodiscard]] std::optional<tailgate::token_id> end_of_sequence() const override;
  /// Of the bytes of tokenizer.model as they were loaded.
  [[nodiscard]] std::string fingerprint() const override { return fingerprint_; }

  /// The place of each token in SentencePiece's order, by id: merges as they were learned, then
  /// single characters, the frequent ones first; bytes and special tokens have none.
  [[nodiscard]] std::vector<std::uint32_t> merge_ranks() const;
  /// The structural class of each token.
  [[nodiscard]] std::vector<tailgate::token_structure> structure() const;

private:
  /// What a token stands for; empty for special tokens.
  [[nodiscard]] std::string text_of(tailgate::token_id token) const;

  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  std::string fingerprint_;
};

} // namespace quality_cliff
