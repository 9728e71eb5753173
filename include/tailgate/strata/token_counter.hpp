// How often each token of a vocabulary stands in a corpus: what token rarity is measured by.
//
//   corpus:  5 5 1 5 2 ...      counts():  [0] 0   [1] 1   [2] 1   ...   [5] 3
//
// Counts are 64-bit integers, so that neither the order of the tokens, nor how they were dealt out
// to shards, nor the number of threads changes anything. Counts belong to one tokenizer, whose
// fingerprint they carry: ids of another one name other tokens.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Counts by token id. Regular; 8 bytes a token of the vocabulary.
class token_counter {
public:
  /// The most tokens that a vocabulary may have: token_id numbers no more.
  static constexpr std::size_t max_vocabulary = std::size_t{1} << 31;
  static constexpr std::size_t max_fingerprint = 256; ///< bytes of a tokenizer's fingerprint

  /// No token counted yet. `tokenizer_fingerprint` names what determines the ids, mostly
  /// tokenizer::fingerprint(). Throws argument_error E275 (no tokens, or more than max_vocabulary),
  /// E277 (the fingerprint is empty, longer than max_fingerprint, or not printable ASCII).
  token_counter(std::size_t vocabulary_size, std::string tokenizer_fingerprint)
      : tokenizer_(std::move(tokenizer_fingerprint)), counts_(checked_size(vocabulary_size)) {
    require_fingerprint();
  }

  /// These counts, token 0 first. Throws as above, and E279 when their sum exceeds 2^64 - 1.
  token_counter(std::vector<std::uint64_t> counts, std::string tokenizer_fingerprint)
      : tokenizer_(std::move(tokenizer_fingerprint)), counts_(std::move(counts)) {
    (void)checked_size(counts_.size());
    require_fingerprint();
    for (const std::uint64_t n : counts_) {
      require_room(n);
      total_ += n;
    }
  }

  [[nodiscard]] std::size_t vocabulary_size() const noexcept { return counts_.size(); }
  [[nodiscard]] std::span<const std::uint64_t> counts() const noexcept { return counts_; }
  /// The number of tokens counted: the sum of counts().
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] const std::string& tokenizer_fingerprint() const noexcept { return tokenizer_; }

  /// Counts the tokens of one text or of a whole corpus, in one pass.
  ///
  /// Throws argument_error E276, naming the first id that the vocabulary does not have and its
  /// place, or E279; nothing is then counted. A corpus of 2^20 tokens or more is cut into at most
  /// 16 pieces (more only beyond 2^35 tokens), each counted in a table of 4 bytes a token of the
  /// vocabulary; a shorter text allocates nothing.
  void count(std::span<const token_id> tokens, executor_ref executor = {});

  /// Counts `documents` texts: tokens_of(i) returns those of text i as anything that a
  /// std::span<const token_id> can be made from, and may be called on several threads at once.
  ///
  /// Meant for tokenizing in parallel. The texts are dealt out to at most 16 shards of 8 bytes a
  /// token of the vocabulary. Throws what tokens_of throws, E276 or E279; nothing is then counted.
  template <class TokensOf>
  void count_documents(std::size_t documents, TokensOf tokens_of, executor_ref executor = {});

  /// Adds the counts of another part of the corpus. Throws argument_error E278 for another
  /// tokenizer or size of the vocabulary, E279; nothing is then added. O(vocabulary).
  void merge(const token_counter& other) {
    if (other.tokenizer_ != tokenizer_ || other.counts_.size() != counts_.size())
      throw argument_error(278, "token_counter::merge",
          "counts of tokenizer '" + other.tokenizer_ + "' with " +
              std::to_string(other.counts_.size()) + " tokens do not fit those of '" + tokenizer_ +
              "' with " + std::to_string(counts_.size()) +
              "; count all parts of a corpus with one tokenizer");
    require_room(other.total_);
    for (std::size_t i = 0; i < counts_.size(); ++i)
      counts_[i] += other.counts_[i];
    total_ += other.total_;
  }

  /// Everything as bytes, the same on every machine: the text "tgtokens", the version of this
  /// layout (u32, 1), the tokenizer's fingerprint (u64 length, bytes), total (u64), the size of the
  /// vocabulary (u64) and the counts (u64 each), little-endian.
  [[nodiscard]] std::string content() const {
    byte_writer out;
    for (const char c : content_magic)
      out.put(static_cast<std::uint8_t>(c));
    out.put(content_version);
    out.put(std::string_view(tokenizer_));
    out.put(total_);
    out.put(std::uint64_t{counts_.size()});
    for (const std::uint64_t n : counts_)
      out.put(n);
    return std::move(out).take();
  }
  static constexpr std::string_view content_magic = "tgtokens";
  static constexpr std::uint32_t content_version = 1;

  /// The SHA-256 of content() as 64 hexadecimal digits: names the counts in a report.
  [[nodiscard]] std::string fingerprint() const { return sha256_hex(content()); }

  friend bool operator==(const token_counter&, const token_counter&) = default;

private:
  using piece_table = std::vector<std::uint32_t>;
  static constexpr std::size_t pieces_at_most = 16;

  static std::size_t checked_size(std::size_t size) {
    if (size == 0 || size > max_vocabulary)
      throw argument_error(275, "token_counter",
          "the vocabulary has " + std::to_string(size) +
              " tokens; it must have from 1 to 2^31, pass the tokenizer's size");
    return size;
  }

  void require_fingerprint() const {
    const bool printable = std::all_of(
        tokenizer_.begin(), tokenizer_.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (tokenizer_.empty() || tokenizer_.size() > max_fingerprint || !printable)
      throw argument_error(277, "token_counter",
          "the tokenizer's fingerprint has " + std::to_string(tokenizer_.size()) +
              " bytes; it must be from 1 to 256 printable ASCII characters, such as the SHA-256 of "
              "the tokenizer's files");
  }

  void require_room(std::uint64_t more) const {
    if (more > std::numeric_limits<std::uint64_t>::max() - total_)
      throw argument_error(279, "token_counter",
          std::to_string(total_) + " and " + std::to_string(more) +
              " tokens are more than 2^64 - 1 together; count a smaller corpus");
  }

  [[nodiscard]] std::optional<std::size_t> first_unknown(
      std::span<const token_id> tokens) const noexcept {
    // The largest id first, since that loop is vectorized; a negative id is a large number.
    std::uint32_t largest = 0;
    for (const token_id id : tokens)
      largest = std::max(largest, static_cast<std::uint32_t>(id));
    if (largest < counts_.size())
      return std::nullopt;
    std::size_t at = 0;
    while (static_cast<std::uint32_t>(tokens[at]) < counts_.size())
      ++at;
    return at;
  }

  [[noreturn]] void refuse(const std::string& place, token_id id) const {
    throw argument_error(276, "token_counter",
        place + " has the id " + std::to_string(id) + ", the vocabulary has " +
            std::to_string(counts_.size()) +
            " tokens; count with the tokenizer that the counter was made for");
  }

  template <class Count>
  static void add_each(std::span<const token_id> tokens, std::vector<Count>& table) noexcept {
    for (const token_id id : tokens)
      ++table[static_cast<std::size_t>(id)];
  }

  /// Counts into `table`, which is empty, in one pass; the place of the first unknown id, if any.
  std::optional<std::size_t> count_piece(
      std::span<const token_id> tokens, piece_table& table) const {
    constexpr std::size_t block = 4096; // checked and then counted while it is in the first cache
    table.resize(counts_.size());
    for (std::size_t at = 0; at < tokens.size(); at += block) {
      const auto part = tokens.subspan(at, std::min(block, tokens.size() - at));
      if (const auto unknown = first_unknown(part))
        return at + *unknown;
      add_each(part, table);
    }
    return std::nullopt;
  }

  std::string tokenizer_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
};

inline void token_counter::count(std::span<const token_id> tokens, executor_ref executor) {
  require_room(tokens.size());
  constexpr std::size_t shortest = std::size_t{1} << 20;
  constexpr std::size_t longest = std::numeric_limits<std::uint32_t>::max();
  // A piece is worth a table of its own when it has some tokens for each entry.
  const std::size_t length = std::min(longest,
      std::max(
          {shortest, 4 * counts_.size(), (tokens.size() + pieces_at_most - 1) / pieces_at_most}));
  if (tokens.size() <= length) {
    if (const auto unknown = first_unknown(tokens))
      refuse("token " + std::to_string(*unknown), tokens[*unknown]);
    add_each(tokens, counts_);
    total_ += tokens.size();
    return;
  }
  const std::size_t pieces = (tokens.size() + length - 1) / length;
  std::vector<piece_table> tables(pieces);
  std::vector<std::optional<std::size_t>> unknown(pieces);
  executor.parallel_for(pieces, [&](std::size_t i) {
    const std::size_t first = i * length;
    unknown[i] =
        count_piece(tokens.subspan(first, std::min(length, tokens.size() - first)), tables[i]);
  });
  for (std::size_t i = 0; i < pieces; ++i)
    if (unknown[i]) {
      const std::size_t at = i * length + *unknown[i];
      refuse("token " + std::to_string(at), tokens[at]);
    }
  for (const piece_table& table : tables)
    for (std::size_t id = 0; id < counts_.size(); ++id)
      counts_[id] += table[id];
  total_ += tokens.size();
}

template <class TokensOf>
void token_counter::count_documents(
    std::size_t documents, TokensOf tokens_of, executor_ref executor) {
  const std::size_t pieces = std::min(documents, pieces_at_most);
  std::vector<token_counter> shards(pieces, token_counter(counts_.size(), tokenizer_));
  struct fault {
    std::string place;
    token_id id;
  };
  std::vector<std::optional<fault>> faults(pieces); // thrown in order, not in that of the threads
  executor.parallel_for(pieces, [&](std::size_t i) {
    const std::size_t base = documents / pieces;
    const std::size_t longer = documents % pieces; // pieces with one document more
    const std::size_t first = i * base + std::min(i, longer);
    for (std::size_t d = first; d < first + base + (i < longer ? 1 : 0); ++d) {
      const auto& owner = tokens_of(d);
      const std::span<const token_id> tokens(owner);
      if (const auto at = first_unknown(tokens)) {
        faults[i] = {"token " + std::to_string(*at) + " of text " + std::to_string(d), tokens[*at]};
        return;
      }
      add_each(tokens, shards[i].counts_);
      shards[i].total_ += tokens.size();
    }
  });
  for (const auto& f : faults)
    if (f)
      refuse(f->place, f->id);
  token_counter all = *this;
  for (const token_counter& shard : shards)
    all.merge(shard);
  *this = std::move(all);
}

} // namespace tailgate
