// Finds the next byte of a kind, eight bytes at a time: what a pass over texts skips most of.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <tailgate/core/ascii.hpp>

namespace tailgate {

namespace detail {

/// One byte, eight times.
[[nodiscard]] constexpr std::uint64_t in_each_byte(unsigned char byte) noexcept {
  return ~std::uint64_t{0} / 0xFF * byte;
}

/// Not 0 when a byte of the word is below `bound`, at most 128. The highest bits of bytes behind
/// such a one may be set too.
[[nodiscard]] constexpr std::uint64_t bytes_below(
    std::uint64_t word, unsigned char bound) noexcept {
  return (word - in_each_byte(bound)) & ~word & in_each_byte(0x80);
}
[[nodiscard]] constexpr std::uint64_t bytes_equal(std::uint64_t word, char byte) noexcept {
  return bytes_below(word ^ in_each_byte(static_cast<unsigned char>(byte)), 1);
}
[[nodiscard]] constexpr std::uint64_t ascii_digits_of(std::uint64_t word) noexcept {
  return bytes_below(word ^ in_each_byte('0'), 10);
}
[[nodiscard]] constexpr std::uint64_t non_ascii_of(std::uint64_t word) noexcept {
  return word & in_each_byte(0x80);
}

/// The first byte from `at` on that is(byte); the size when there is none. `among` is not 0 for a
/// word that holds such a byte, and for no other.
template <class Among, class Is>
[[nodiscard]] std::size_t find_byte(
    std::string_view text, std::size_t at, const Among& among, const Is& is) noexcept {
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof word);
    if (among(word) != 0)
      break;
  }
  while (at < text.size() && !is(text[at]))
    ++at;
  return at;
}

/// The same for two neighbouring bytes: among(word, next), is(byte, next), where `next` begins one
/// byte later.
template <class Among, class Is>
[[nodiscard]] std::size_t find_pair(
    std::string_view text, std::size_t at, const Among& among, const Is& is) noexcept {
  for (; at + sizeof(std::uint64_t) < text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word, next;
    std::memcpy(&word, text.data() + at, sizeof word);
    std::memcpy(&next, text.data() + at + 1, sizeof next);
    if (among(word, next) != 0)
      break;
  }
  while (at + 1 < text.size() && !is(text[at], text[at + 1]))
    ++at;
  return at + 1 < text.size() ? at : text.size();
}

} // namespace detail

[[nodiscard]] constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}

/// The first of 0-9 at or behind byte `at`; the size of the text when there is none.
[[nodiscard]] inline std::size_t find_ascii_digit(std::string_view text, std::size_t at) noexcept {
  return detail::find_byte(text, at, detail::ascii_digits_of, is_ascii_digit);
}

/// The first byte of a character outside ASCII, or the size of the text.
[[nodiscard]] inline std::size_t find_non_ascii(std::string_view text, std::size_t at) noexcept {
  return detail::find_byte(text, at, detail::non_ascii_of, [](char c) { return !is_ascii(c); });
}

/// The first of either, or the size of the text.
[[nodiscard]] inline std::size_t find_digit_or_non_ascii(
    std::string_view text, std::size_t at) noexcept {
  return detail::find_byte(
      text, at,
      [](std::uint64_t word) { return detail::ascii_digits_of(word) | detail::non_ascii_of(word); },
      [](char c) { return is_ascii_digit(c) || !is_ascii(c); });
}

} // namespace tailgate
