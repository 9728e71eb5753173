#include "sentencepiece_tokenizer.hpp"

#include <sentencepiece_processor.h>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/mapped_file.hpp>

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

} // namespace quality_cliff
