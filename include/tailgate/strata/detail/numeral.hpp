// A number as it stands in a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/core/exact_decimal.hpp>

namespace tailgate::detail {

enum class numeral_notation : std::uint8_t {
  plain,          ///< 1024, 3.14, .5
  comma_groups,   ///< 1,024 and 1,234,567.89; 12,34,567 too
  other_groups,   ///< 1'024, 1 024 with a no-break or thin space, 1.234.567
  decimal_comma,  ///< 3,14 and 1.234,56
  ambiguous_point ///< 1.024: a decimal here, an integer elsewhere; read as the decimal
};

enum class numeral_sign : std::uint8_t { none, plus, hyphen, minus /**< U+2212 */ };

struct numeral {
  std::size_t begin = 0;      ///< byte of the first digit or leading point
  std::size_t end = 0;        ///< byte behind the last one, the exponent included
  std::size_t sign_begin = 0; ///< begin when there is no sign of its own
  std::string integer;        ///< digits before the point, without separators; may be empty
  std::string fraction;       ///< digits behind it
  std::optional<int> exponent;
  numeral_notation notation = numeral_notation::plain;
  numeral_sign sign = numeral_sign::none; ///< of its own, not that of a subtraction
  bool attached_before = false;           ///< an ASCII letter or _ stands directly before
  bool attached_after = false;

  [[nodiscard]] bool negative() const noexcept {
    return sign == numeral_sign::hyphen || sign == numeral_sign::minus;
  }
  [[nodiscard]] bool is_integer() const noexcept { return fraction.empty() && !exponent; }
  [[nodiscard]] exact_decimal value() const {
    return make_decimal(negative(), integer + fraction,
        exponent.value_or(0) - static_cast<std::int64_t>(fraction.size()));
  }
};

} // namespace tailgate::detail
