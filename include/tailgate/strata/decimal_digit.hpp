// The value of a decimal digit of any script: characters of General_Category Nd in Unicode, which
// form place-value numbers as 0-9 do. Arabic, Devanagari, Thai, full-width and mathematical digits
// among others; not superscripts, circled digits, Roman or CJK numerals.
//
// Reference: The Unicode Standard, chapter 4.6, "Numeric Value".
#pragma once

#include <algorithm>
#include <optional>
#include <tailgate/strata/detail/decimal_digit_table.hpp>

namespace tailgate {

/// 0 to 9, or nothing when the code point is no decimal digit. O(log of the table's 68 runs).
[[nodiscard]] constexpr std::optional<int> decimal_digit_value(char32_t code_point) noexcept {
  if (code_point < 0x80)
    return code_point >= U'0' && code_point <= U'9'
               ? std::optional<int>(static_cast<int>(code_point - U'0'))
               : std::nullopt;
  const auto behind =
      std::upper_bound(detail::decimal_zeros.begin(), detail::decimal_zeros.end(), code_point);
  const char32_t distance = code_point - *(behind - 1); // the first zero is U+0030
  return distance < 10 ? std::optional<int>(static_cast<int>(distance)) : std::nullopt;
}

} // namespace tailgate
