#include <doctest/doctest.h>
#include <tailgate/strata/decimal_digit.hpp>

using tailgate::decimal_digit_value;

TEST_CASE("decimal digits of all scripts have their value, other characters none") {
  CHECK(decimal_digit_value(U'0') == 0);
  CHECK(decimal_digit_value(U'9') == 9);
  CHECK(decimal_digit_value(U'\u0664') == 4);
  CHECK(decimal_digit_value(U'\u096F') == 9);
  CHECK(decimal_digit_value(U'\uFF15') == 5);
  CHECK(decimal_digit_value(U'\U0001D7CE') == 0);
  CHECK(decimal_digit_value(U'\U0001D7FF') == 9);
  CHECK(decimal_digit_value(U'\U0001FBF9') == 9);
  for (const char32_t other : {U'/', U':', U'a', U'\u00B2', U'\u2460', U'\u4E00', U'\u066A',
           U'\uFF1A', U'\u0BF0', U'\U0001FBFA', char32_t{0x10FFFF}, char32_t{0xFFFFFFFF}})
    CHECK_FALSE(decimal_digit_value(other));
  int digits = 0;
  for (char32_t c = 0; c < 0x110000; ++c)
    digits += decimal_digit_value(c) ? 1 : 0;
  CHECK(digits == 680); // UnicodeData.txt 15.0.0: lines of category Nd
}
