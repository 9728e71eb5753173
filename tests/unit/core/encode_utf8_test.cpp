#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/encode_utf8.hpp>
#include <tailgate/core/utf8.hpp>

TEST_CASE("every code point is encoded as it decodes") {
  std::string text;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF)
      continue;
    text.clear();
    tailgate::append_utf8(text, c);
    const tailgate::utf8_step step = tailgate::decode_utf8(text, 0);
    if (step != tailgate::utf8_step{c, text.size(), true})
      FAIL("U+" << static_cast<unsigned>(c));
  }
}
