// The records of a long look-up: distinct keys and their values, each a pure function of 128
// random bits and the number of the record, so that a list of any length needs no memory of what
// came before.
//
// A key is four syllables of a consonant and a vowel ("mazetiko"): 10^8 keys, numbered. Record i
// has key P(i), where P is a permutation of the numbers (four Feistel rounds over 28 bits, walked
// until the number is below 10^8); distinctness follows from that.
//
// References: M. Luby, C. Rackoff, SIAM J. Computing 17 (1988), 373-386, doi:10.1137/0217022; J.
// Black, P. Rogaway, Ciphers with Arbitrary Finite Domains, CT-RSA 2002,
// doi:10.1007/3-540-45760-7_9 (cycle walking).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/philox.hpp>

namespace tailgate {

/// Keys and values of one look-up. 16 bytes; nothing allocates but the texts.
class lookup_records {
public:
  static constexpr std::uint32_t key_count = 100'000'000;
  static constexpr std::uint32_t syllables = 4;
  static constexpr std::uint32_t syllable_count = 100;
  static constexpr std::uint32_t near_key_count = syllables * (syllable_count - 1); ///< of one key

  /// Takes 128 bits of the stream.
  explicit lookup_records(philox_stream& stream) {
    permutation_key_ = {stream(), stream()};
    value_seed_ = stream.bits64();
  }

  /// The number of the key of record `i`, distinct for distinct i < key_count.
  [[nodiscard]] std::uint32_t key_of_record(std::uint32_t i) const noexcept {
    std::uint32_t x = i;
    do
      x = permuted(x);
    while (x >= key_count);
    return x;
  }

  /// "mazetiko" for the number of a key, which is below key_count.
  [[nodiscard]] static std::string key_text(std::uint32_t key) {
    static constexpr char consonants[] = "bcdfghjklmnpqrstvwxz";
    static constexpr char vowels[] = "aeiou";
    std::string text;
    for (std::uint32_t s = 0; s < syllables; ++s, key /= syllable_count) {
      text += consonants[key % syllable_count / 5];
      text += vowels[key % 5];
    }
    return text;
  }

  /// The number of the key that differs from `key` in one syllable: `which` < near_key_count
  /// numbers them.
  [[nodiscard]] static std::uint32_t near_key(std::uint32_t key, std::uint32_t which) noexcept {
    std::uint32_t place = 1;
    for (std::uint32_t s = which / (syllable_count - 1); s > 0; --s)
      place *= syllable_count;
    const std::uint32_t old = key / place % syllable_count;
    const std::uint32_t other = (old + 1 + which % (syllable_count - 1)) % syllable_count;
    return key - old * place + other * place;
  }

  /// The value of record `i`: a whole number of five digits, uniform over all but `other_than`.
  [[nodiscard]] std::uint32_t value_of_record(std::uint32_t i, std::uint32_t other_than) const {
    philox_stream stream(value_seed_, 0, i);
    std::uint32_t value = other_than;
    while (value == other_than)
      value = 10'000 + stream.below(90'000);
    return value;
  }

private:
  [[nodiscard]] std::uint32_t permuted(std::uint32_t x) const noexcept {
    constexpr std::uint32_t half_bits = 14, half = (1u << half_bits) - 1;
    std::uint32_t left = x >> half_bits, right = x & half;
    for (std::uint32_t round = 0; round < 4; ++round) {
      const std::uint32_t mixed = philox4x32({right, round, 0, 0}, permutation_key_)[0] & half;
      const std::uint32_t next = left ^ mixed;
      left = right;
      right = next;
    }
    return left << half_bits | right;
  }

  philox_key permutation_key_{};
  std::uint64_t value_seed_ = 0;
};

} // namespace tailgate
