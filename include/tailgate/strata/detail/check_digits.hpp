// The check digits of IBAN and ISBN.
//
// References: ISO 13616-1:2020 and ISO/IEC 7064 (MOD 97-10) for IBAN; ISO 2108:2017 for ISBN.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>

namespace tailgate::detail {

/// The remainder by 97 of the rearranged number: 1 for an IBAN with right check digits. `iban` is
/// of capital letters and digits, without spaces, at least 4 long.
[[nodiscard]] constexpr int iban_remainder(std::string_view iban) noexcept {
  int remainder = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    remainder = is_ascii_digit(c) ? (remainder * 10 + (c - '0')) % 97
                                  : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  return remainder;
}

/// Two letters, two digits, 11 to 30 letters and digits.
[[nodiscard]] constexpr bool has_iban_shape(std::string_view text) noexcept {
  if (text.size() < 15 || text.size() > 34 || !is_ascii_capital(text[0]) ||
      !is_ascii_capital(text[1]) || !is_ascii_digit(text[2]) || !is_ascii_digit(text[3]))
    return false;
  for (const char c : text)
    if (!is_ascii_capital(c) && !is_ascii_digit(c))
      return false;
  return true;
}

/// The check digits for a country and its account number.
[[nodiscard]] inline std::string iban_check_digits(
    std::string_view country, std::string_view account) {
  const int check = 98 - iban_remainder(std::string(country) + "00" + std::string(account));
  return (check < 10 ? "0" : "") + std::to_string(check);
}

/// Of the 9 or 12 digits before it: 0 to 9, or X for 10.
[[nodiscard]] constexpr char isbn_check_digit(std::string_view digits) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int weight = digits.size() == 9 ? 10 - static_cast<int>(i) : i % 2 == 0 ? 1 : 3;
    sum += weight * (digits[i] - '0');
  }
  const int modulus = digits.size() == 9 ? 11 : 10;
  const int check = (modulus - sum % modulus) % modulus;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

} // namespace tailgate::detail
