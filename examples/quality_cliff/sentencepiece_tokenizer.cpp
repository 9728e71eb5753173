#include "sentencepiece_tokenizer.hpp"

#include <algorithm>
#include <sentencepiece_processor.h>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/strata/rarity_bands.hpp>

namespace quality_cliff {

using tailgate::token_id;

sentencepiece_tokenizer::sentencepiece_tokenizer(const std::filesystem::path& folder)
    : processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
  const auto path = folder / "tokenizer.model";
  if (!std::filesystem::is_regular_file(path))
    throw tailgate::io_error(810, path.string(),
        "there is no such file; the model folder needs its SentencePiece tokenizer.model");
  // Loaded from the bytes that are hashed, so that they cannot be two versions of the file.
  const tailgate::mapped_file file(path);
  const auto status = processor_->LoadFromSerializedProto({file.text().data(), file.text().size()});
  if (!status.ok())
    throw tailgate::format_error(811, path.string(),
        "SentencePiece refuses it: " + status.ToString() + "; copy the tokenizer again");
  fingerprint_ = tailgate::sha256_hex(file.text());
}

sentencepiece_tokenizer::~sentencepiece_tokenizer() = default;

std::vector<token_id> sentencepiece_tokenizer::encode(std::string_view text) const {
  std::vector<int> ids;
  const auto status = processor_->Encode({text.data(), text.size()}, &ids);
  if (!status.ok())
    throw tailgate::argument_error(812, "tokenizer", "cannot encode a text: " + status.ToString());
  return {ids.begin(), ids.end()};
}

std::string sentencepiece_tokenizer::decode(std::span<const token_id> tokens) const {
  std::string text;
  const auto status = processor_->Decode(std::vector<int>(tokens.begin(), tokens.end()), &text);
  if (!status.ok())
    throw tailgate::argument_error(813, "tokenizer",
        "cannot decode: " + status.ToString() + "; the tokenizer belongs to another model");
  return text;
}

std::optional<token_id> sentencepiece_tokenizer::begin_of_sequence() const {
  return processor_->bos_id() < 0 ? std::nullopt : std::optional<token_id>(processor_->bos_id());
}

std::optional<token_id> sentencepiece_tokenizer::end_of_sequence() const {
  return processor_->eos_id() < 0 ? std::nullopt : std::optional<token_id>(processor_->eos_id());
}

std::string sentencepiece_tokenizer::text_of(token_id token) const {
  if (processor_->IsControl(token) || processor_->IsUnknown(token) || processor_->IsUnused(token))
    return "";
  std::string text = processor_->IdToPiece(token);
  if (processor_->IsByte(token)) // "<0x0A>"
    return std::string(1, static_cast<char>(std::stoi(text.substr(3, 2), nullptr, 16)));
  constexpr std::string_view space = "\u2581";
  for (std::size_t at = 0; (at = text.find(space, at)) != std::string::npos; ++at)
    text.replace(at, space.size(), " ");
  return text;
}

std::vector<std::uint32_t> sentencepiece_tokenizer::merge_ranks() const {
  std::vector<std::uint32_t> ranks;
  const int size = processor_->GetPieceSize();
  ranks.reserve(static_cast<std::size_t>(size));
  for (int id = 0; id < size; ++id)
    ranks.push_back(processor_->IsByte(id) || text_of(id).empty() ? tailgate::no_merge_rank
                                                                  : static_cast<std::uint32_t>(id));
  return ranks;
}

std::vector<tailgate::token_structure> sentencepiece_tokenizer::structure() const {
  // Behind a line feed no space is put in front of a text, as some models do at its beginning.
  const std::vector<token_id> anchor = encode("\n");
  return tailgate::classify_tokens(
      static_cast<std::size_t>(processor_->GetPieceSize()),
      [&](token_id token) { return text_of(token); },
      [&](std::string_view text) {
        std::vector<token_id> tokens = encode('\n' + std::string(text));
        if (std::mismatch(anchor.begin(), anchor.end(), tokens.begin(), tokens.end()).first ==
            anchor.end())
          tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(anchor.size()));
        return tokens;
      });
}

} // namespace quality_cliff
