#include "temp_folder.hpp"
#include "thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/io/token_counts_file.hpp>
#include <vector>

using namespace tailgate;

namespace {

const token_counter made({7, 0, std::uint64_t{1} << 40, 1}, "tokenizer of a test");

/// The bytes with `count` of them at `offset` replaced, and a checksum that fits again.
std::string forged(std::size_t offset, std::string_view with) {
  std::string bytes = made.content();
  bytes.replace(offset, with.size(), with);
  const auto digest = sha256().update(bytes).digest();
  return bytes.append(digest.begin(), digest.end());
}

int reading(std::string_view bytes) {
  return thrown_by<format_error>([&] { (void)parse_token_counts(bytes, "counts"); }).number;
}

constexpr std::size_t at_version = 8, at_name = 12, at_total = at_name + 8 + 19,
                      at_size = at_total + 8, at_counts = at_size + 8;

} // namespace

TEST_CASE("token_counts_file: what was written reads back equal, over an old file too") {
  const temp_folder folder;
  const auto path = folder.path() / "counts.tgtokens";
  write_token_counts(path, token_counter(3, "old"));
  write_token_counts(path, made);
  CHECK(read_token_counts(path) == made);
  CHECK(folder.entries() == 1);
  CHECK(temp_folder::content(path) == token_counts_bytes(made));
  CHECK_THROWS_AS((void)read_token_counts(folder.path() / "none"), io_error);
}

TEST_CASE("token_counts_file: the last 32 bytes are the fingerprint") {
  const std::string bytes = token_counts_bytes(made);
  std::string hex;
  for (const char c : bytes.substr(bytes.size() - 32)) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex.append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
  }
  CHECK(hex == made.fingerprint());
}

TEST_CASE("token_counts_file: every cut and every flipped byte is refused") {
  const std::string bytes = token_counts_bytes(made);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK(reading(bytes.substr(0, length)) == (length < 8 ? 640 : 641));
  CHECK(reading(bytes + '\0') == 641);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    CHECK(reading(flipped) == (i < 8 ? 640 : 641));
  }
}

TEST_CASE("token_counts_file: values that cannot be are refused behind a checksum that fits") {
  CHECK(reading(forged(at_counts, "\7")) == 0);
  CHECK(reading(forged(at_version, "\2")) == 642);
  CHECK(reading(forged(at_name, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) == 32);
  CHECK(reading(forged(at_name + 8, "\n")) == 643);
  CHECK(reading(forged(at_total, "\x09")) == 643);
  CHECK(reading(forged(at_counts, "\x08")) == 643);
  CHECK(reading(forged(at_size, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x1F")) == 32); // 8 bytes each: 2^64
  CHECK(reading(forged(at_size, "\5")) == 32);
  CHECK(reading(forged(at_size, "\3")) == 32);
  CHECK(reading(forged(at_counts, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) == 643); // the sum overflows
  // No tokens at all.
  std::string empty = made.content().substr(0, at_counts);
  empty.replace(at_total, 16, std::string(16, '\0'));
  const auto digest = sha256().update(empty).digest();
  CHECK(reading(empty.append(digest.begin(), digest.end())) == 643);
}
