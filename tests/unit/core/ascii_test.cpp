#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/ascii.hpp>

using namespace tailgate;

TEST_CASE("the classes of every byte") {
  int digits = 0, capitals = 0, letters = 0, lowered = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    digits += is_ascii_digit(c) ? 1 : 0;
    capitals += is_ascii_capital(c) ? 1 : 0;
    letters += is_ascii_letter(c) ? 1 : 0;
    lowered += ascii_lower(c) != c ? 1 : 0;
  }
  CHECK(digits == 10);
  CHECK(capitals == 26);
  CHECK(letters == 52);
  CHECK(lowered == 26);
  for (const char c : {'0', '9'})
    CHECK(is_ascii_digit(c));
  for (const char c : {'a', 'z', 'A', 'Z'})
    CHECK(is_ascii_letter(c));
}

TEST_CASE("other bytes than capitals are kept") {
  CHECK(ascii_lower("AbZ-9 \u00C9\xFF") == "abz-9 \u00C9\xFF");
  CHECK(ascii_lower('Q') == 'q');
}
