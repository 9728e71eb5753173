// SHA-256, streaming: names an artefact by its bytes, so that a report can say which model file,
// corpus or prompt set it speaks of.
//
// Reference: NIST FIPS 180-4, doi:10.6028/NIST.FIPS.180-4, section 6.2. Portable code without the
// SHA instructions, a few hundred MB/s; usable in constant expressions. No secret is handled here,
// so there is no promise about timing.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tailgate {

/// The hash of all bytes given so far. Copyable: a copy continues on its own.
class sha256 {
private:
  // The templates come first: clang 14 cannot evaluate at compile time what is defined further
  // down.

  /// One application of the compression function to 64 bytes.
  template <class Byte>
  constexpr void compress(const Byte* bytes) noexcept {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t t = 0; t < 16; ++t)
      for (std::size_t i = 0; i < 4; ++i)
        w[t] = w[t] << 8 | static_cast<std::uint8_t>(bytes[4 * t + i]);
    for (std::size_t t = 16; t < 64; ++t) {
      const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
      const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ w[t - 2] >> 10;
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t t = 0; t < 64; ++t) {
      const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
      const std::uint32_t choose = (e & f) ^ (~e & g);
      const std::uint32_t t1 = h + s1 + choose + round_constants[t] + w[t];
      const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
      const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + s0 + majority;
    }
    const std::array<std::uint32_t, 8> working{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i)
      state_[i] += working[i];
  }

  template <class Bytes>
  constexpr sha256& append(Bytes bytes) noexcept {
    length_ += bytes.size();
    while (!bytes.empty()) {
      if (filled_ == 0 && bytes.size() >= 64) {
        compress(bytes.data());
        bytes = Bytes(bytes.data() + 64, bytes.size() - 64);
        continue;
      }
      const std::size_t taken = std::min<std::size_t>(64 - filled_, bytes.size());
      for (std::size_t i = 0; i < taken; ++i)
        block_[filled_ + i] = static_cast<std::uint8_t>(bytes[i]);
      bytes = Bytes(bytes.data() + taken, bytes.size() - taken);
      filled_ += taken;
      if (filled_ == 64) {
        compress(block_.data());
        filled_ = 0;
      }
    }
    return *this;
  }

  constexpr void fill_zero(std::size_t end) noexcept {
    while (filled_ < end)
      block_[filled_++] = 0;
  }

public:
  using digest_type = std::array<std::uint8_t, 32>;

  /// Appends bytes. At most 2^61 - 1 bytes in all, the bound of the standard.
  constexpr sha256& update(std::string_view text) noexcept { return append(text); }
  constexpr sha256& update(std::span<const std::byte> bytes) noexcept { return append(bytes); }

  /// The hash; more may be appended afterwards.
  [[nodiscard]] constexpr digest_type digest() const noexcept {
    sha256 padded = *this;
    const std::uint64_t bits = length_ * 8;
    padded.block_[padded.filled_++] = 0x80;
    if (padded.filled_ > 56) {
      padded.fill_zero(64);
      padded.compress(padded.block_.data());
      padded.filled_ = 0;
    }
    padded.fill_zero(56);
    for (std::size_t i = 0; i < 8; ++i)
      padded.block_[56 + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    padded.compress(padded.block_.data());
    digest_type result{};
    for (std::size_t i = 0; i < 32; ++i)
      result[i] = static_cast<std::uint8_t>(padded.state_[i / 4] >> (24 - 8 * (i % 4)));
    return result;
  }

  /// The hash as 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest())
      text.append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    return text;
  }

private:
  // First 32 bits of the fractional parts of the cube roots of the first 64 primes.
  static constexpr std::array<std::uint32_t, 64> round_constants{0x428a2f98, 0x71374491, 0xb5c0fbcf,
      0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
      0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1,
      0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
      0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351,
      0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb,
      0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
      0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
      0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814,
      0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
      0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{}; // bytes that do not fill a block yet
  std::size_t filled_ = 0;
  std::uint64_t length_ = 0;
};

/// The SHA-256 of a text or of a file's bytes, as 64 lower-case hexadecimal digits.
[[nodiscard]] inline std::string sha256_hex(std::string_view text) {
  return sha256().update(text).hex();
}

} // namespace tailgate
