// 128-bit integers: sums around 2^63 and 2^64 leave the range of every standard integer type.
#pragma once

#include <algorithm>
#include <string>

namespace quality_cliff {

__extension__ typedef unsigned __int128 uint128; // the one spelling that -Wpedantic accepts

/// Decimal digits without leading zeros; "0" for zero.
[[nodiscard]] inline std::string to_string(uint128 value) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

} // namespace quality_cliff
