// Classes of ASCII characters, whatever the locale. Bytes of other characters are of no class.
#pragma once

#include <string>
#include <string_view>

namespace tailgate {

[[nodiscard]] constexpr bool is_ascii_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_ascii_capital(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_ascii_letter(char c) noexcept {
  return is_ascii_capital(c) || (c >= 'a' && c <= 'z');
}

[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return is_ascii_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// With ASCII capitals made small; the same bytes otherwise.
[[nodiscard]] inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = ascii_lower(c);
  return lower;
}

} // namespace tailgate
