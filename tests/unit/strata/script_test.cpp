#include <doctest/doctest.h>
#include <tailgate/strata/script.hpp>

using namespace tailgate;

TEST_CASE("characters have the script that Scripts.txt gives them") {
  struct expectation {
    char32_t code_point;
    script expected;
  };
  const expectation expectations[] = {{U'A', script::latin}, {U'z', script::latin},
      {U'[', script::common}, {U'0', script::common}, {U' ', script::common}, {0, script::common},
      {U'é', script::latin}, {U'\u00D7', script::common}, {U'\u0300', script::inherited},
      {U'α', script::greek}, {U'я', script::cyrillic}, {U'א', script::hebrew},
      {U'\u0660', script::arabic}, {U'\u06DD', script::common}, {U'ع', script::arabic},
      {U'अ', script::devanagari}, {U'ক', script::bengali}, {U'ไ', script::thai},
      {U'ა', script::georgian}, {U'አ', script::ethiopic}, {U'\u1D00', script::latin},
      {U'ひ', script::hiragana}, {U'\u30FC', script::common}, {U'カ', script::katakana},
      {U'漢', script::han}, {U'\u3007', script::han}, {U'한', script::hangul},
      {U'ㄅ', script::bopomofo}, {U'\uFF21', script::latin}, {U'\uFF10', script::common},
      {U'\U00010330', script::gothic}, {U'\U0001E900', script::adlam},
      {U'\U0001F600', script::common}, {U'\U00020000', script::han}, {U'\U000323AF', script::han},
      {U'\U000323B0', script::unknown}, {U'\U000E0100', script::inherited},
      {U'\uE000', script::unknown}, {0x10FFFF, script::unknown}, {0x110000, script::unknown},
      {0xFFFFFFFF, script::unknown}};
  for (const expectation& e : expectations) {
    CAPTURE(static_cast<std::uint32_t>(e.code_point));
    CHECK(script_name(script_of(e.code_point)) == script_name(e.expected));
  }
}

TEST_CASE("the short cut below U+0080 agrees with the table") {
  for (char32_t c = 0; c < 0x80; ++c) {
    const auto behind = std::upper_bound(detail::script_changes.begin(),
        detail::script_changes.end(), static_cast<std::uint32_t>(c) << 8 | 0xFFu);
    CHECK(script_of(c) == static_cast<script>(*(behind - 1) & 0xFF));
  }
}

TEST_CASE("the table is sorted, complete and names scripts that exist") {
  CHECK((detail::script_changes.front() >> 8) == 0);
  for (std::size_t i = 0; i < detail::script_changes.size(); ++i) {
    CHECK((detail::script_changes[i] & 0xFF) < script_count);
    if (i != 0) {
      CHECK((detail::script_changes[i - 1] >> 8) < (detail::script_changes[i] >> 8));
    }
  }
}

TEST_CASE("names and codes are read back") {
  CHECK(script_name(script::old_south_arabian) == "Old_South_Arabian");
  CHECK(script_code(script::devanagari) == "Deva");
  for (std::size_t i = 0; i < script_count; ++i) {
    const auto s = static_cast<script>(i);
    CHECK(parse_script(script_name(s)) == s);
    CHECK(parse_script(script_code(s)) == s);
  }
  CHECK_FALSE(parse_script("latin"));
  CHECK_FALSE(parse_script(""));
  CHECK(script_data_version() == "15.0.0");
}
