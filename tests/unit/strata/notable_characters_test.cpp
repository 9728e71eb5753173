#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/encode_utf8.hpp>
#include <tailgate/strata/detail/notable_characters.hpp>

using tailgate::detail::notable_characters;

TEST_CASE("every character beyond ASCII is noted for what it is") {
  std::string text;
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c == 0xD800)
      c = 0xE000;
    text.assign("1 a");
    tailgate::append_utf8(text, c);
    const notable_characters found(text);
    if (found.decimal_digit != tailgate::decimal_digit_value(c).has_value() ||
        found.cjk_numeral != tailgate::cjk_numeral_value(c).has_value() ||
        found.fraction != tailgate::detail::is_fraction_character(c) ||
        found.infinity != (c == 0x221E))
      FAIL("U+" << static_cast<unsigned>(c));
  }
}

TEST_CASE("what several characters are is added up, and malformed bytes are nothing") {
  const notable_characters all("\xD9\xA3 \xE4\xB8\x80 \xC2\xBD \xE2\x88\x9E");
  CHECK(all.decimal_digit);
  CHECK(all.cjk_numeral);
  CHECK(all.fraction);
  CHECK(all.infinity);
  const notable_characters none("123 \xD9 \xE4\xB8 \xC2 \xE2\x88 \xFF \xED\xA0\x80");
  CHECK_FALSE((none.decimal_digit || none.cjk_numeral || none.fraction || none.infinity));
}
