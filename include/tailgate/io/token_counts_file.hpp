// Token counts as a file: token_counter::content() and the 32 bytes of its SHA-256.
//
// The checksum is at the same time the fingerprint of the counts, so that the file a report names
// can be found by its last 32 bytes. It finds damage; it is no signature.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/strata/token_counter.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// The bytes of the file. Equal counts are equal bytes.
[[nodiscard]] inline std::string token_counts_bytes(const token_counter& counts) {
  std::string bytes = counts.content();
  const auto digest = sha256().update(bytes).digest();
  bytes.append(digest.begin(), digest.end());
  return bytes;
}

/// Reads them back; `source` names them in messages. See read_token_counts.
[[nodiscard]] inline token_counter parse_token_counts(
    std::string_view bytes, const std::string& source) {
  if (!bytes.starts_with(token_counter::content_magic))
    throw format_error(640, source,
        "these are no token counts: the file does not begin with '" +
            std::string(token_counter::content_magic) + "'; name a file of write_token_counts");
  constexpr std::size_t checksum = 32;
  const std::string_view content = bytes.substr(0, bytes.size() - std::min(bytes.size(), checksum));
  const auto digest = sha256().update(content).digest();
  if (bytes.substr(content.size()) != std::string(digest.begin(), digest.end()))
    throw format_error(641, source,
        "the checksum does not fit the " + std::to_string(bytes.size()) +
            " bytes: the file was cut off or changed; copy it again, or count again");
  if (content.size() < token_counter::content_magic.size()) // the magic reached into the checksum
    throw format_error(641, source, "the file ends within its first bytes; copy it again");
  byte_reader in(content.substr(token_counter::content_magic.size()), source);
  if (const auto version = in.get<std::uint32_t>(); version != token_counter::content_version)
    throw format_error(642, source,
        "the counts have version " + std::to_string(version) +
            " of the format, this release reads " + std::to_string(token_counter::content_version) +
            "; read them with the release that wrote them, or count again");
  std::string tokenizer(in.text());
  const auto total = in.get<std::uint64_t>();
  std::vector<std::uint64_t> counts(in.count(sizeof(std::uint64_t)));
  for (std::uint64_t& n : counts)
    n = in.get<std::uint64_t>();
  in.finish();
  try {
    token_counter result(std::move(counts), std::move(tokenizer));
    if (result.total() == total)
      return result;
    throw format_error(643, source,
        "the counts sum to " + std::to_string(result.total()) + " and the file states " +
            std::to_string(total) + "; count again");
  } catch (const argument_error& fault) { // what a caller may not pass, a file may not hold
    throw format_error(643, source,
        std::string("the file holds what no counter has: ") + fault.what() + "; count again");
  }
}

/// Reads and checks a file: the checksum before anything is believed, then every value, and a
/// length before anything is allocated by it.
///
/// Throws io_error E550, E551 as mapped_file; format_error E640 (no token counts), E641 (checksum:
/// cut off or changed), E642 (another version of the format), E643 (a vocabulary of no or too many
/// tokens, a fingerprint of the tokenizer that is none, a wrong total) and E032 (lengths do not fit
/// the bytes). Linear; 8 bytes a token of the vocabulary.
[[nodiscard]] inline token_counter read_token_counts(const std::filesystem::path& path) {
  const mapped_file file(path);
  return parse_token_counts(file.text(), path.string());
}

/// Writes the counts; an old file is replaced at once or not at all. Throws io_error E551 to E553
/// as atomic_file.
inline void write_token_counts(const std::filesystem::path& path, const token_counter& counts) {
  write_file_atomically(path, token_counts_bytes(counts));
}

} // namespace tailgate
