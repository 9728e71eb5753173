// Classes of bytes and small steps in UTF-8 text that the detectors share.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tailgate/core/ascii.hpp>

namespace tailgate::detail {

/// What continues a name in ASCII, besides digits.
[[nodiscard]] constexpr bool is_name_character(char c) noexcept {
  return is_ascii_letter(c) || c == '_';
}
inline constexpr std::array<bool, 256> letter_bytes = [] {
  std::array<bool, 256> are{};
  for (std::size_t c = 0; c < are.size(); ++c)
    are[c] = c >= 0x80 || is_name_character(static_cast<char>(c));
  return are;
}();
/// Bytes of other than ASCII characters count as letter_bytes, nearly all of which are.
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return letter_bytes[static_cast<unsigned char>(c)];
}
[[nodiscard]] constexpr bool is_hex_digit(char c) noexcept {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Removes `token`, which must not be empty, from the front when it is there.
constexpr bool take(std::string_view& rest, std::string_view token) noexcept {
  const bool there = !rest.empty() && rest.front() == token.front() && rest.starts_with(token);
  if (there)
    rest.remove_prefix(token.size());
  return there;
}

/// Removes one of `tokens` from the front; the index of the one removed, or their number.
template <class Tokens>
constexpr std::size_t take_one_of(std::string_view& rest, const Tokens& tokens) noexcept {
  std::size_t i = 0;
  for (const std::string_view token : tokens) {
    if (take(rest, token))
      return i;
    ++i;
  }
  return i;
}

constexpr void skip_blanks(std::string_view& rest) noexcept {
  while (take(rest, " ") || take(rest, "\xC2\xA0")) {
  }
}

/// Removes the digits at the front and returns them.
constexpr std::string_view take_digits(std::string_view& rest) noexcept {
  std::size_t count = 0;
  while (count < rest.size() && is_ascii_digit(rest[count]))
    ++count;
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

inline constexpr std::string_view minus_sign = "\xE2\x88\x92"; // U+2212

} // namespace tailgate::detail
