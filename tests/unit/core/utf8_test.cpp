#include <algorithm>
#include <doctest/doctest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <vector>

using namespace tailgate;
using namespace std::string_view_literals;

static_assert(std::forward_iterator<utf8_code_points::iterator>);

namespace {

std::string encode(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80)
    return {byte(c)};
  if (c < 0x800)
    return {byte(0xC0 | c >> 6), byte(0x80 | (c & 63))};
  if (c < 0x10000)
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)),
      byte(0x80 | (c & 63))};
}

std::vector<char32_t> decode_all(std::string_view text) {
  std::vector<char32_t> result;
  for (const char32_t c : utf8_code_points(text))
    result.push_back(c);
  return result;
}

} // namespace

TEST_CASE("utf8: every scalar value decodes to itself, every surrogate is refused") {
  int wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const std::string text = encode(c);
    const utf8_step step = decode_utf8(text, 0);
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    if (surrogate)
      wrong += step.well_formed || step.length != 1;
    else
      wrong += step != utf8_step{c, text.size(), true};
  }
  CHECK(wrong == 0);
}

TEST_CASE("utf8: the accepted two- to four-byte sequences are exactly as many as scalar values") {
  // Counts leads with all continuations, so that an overlong form would show as a surplus.
  std::size_t accepted = 0;
  std::string text(4, '\0');
  for (int lead = 0x80; lead < 0x100; ++lead)
    for (int second = 0x80; second < 0xC0; ++second) {
      text[0] = static_cast<char>(lead);
      text[1] = static_cast<char>(second);
      text[2] = text[3] = static_cast<char>(0x80);
      const utf8_step step = decode_utf8(text, 0);
      if (step.well_formed)
        accepted += step.length == 2 ? 1u : step.length == 3 ? 64u : 64u * 64u;
    }
  CHECK(accepted == 0x110000 - 0x80 - 0x800);
}

TEST_CASE("utf8: the offset of the first fault") {
  CHECK(find_invalid_utf8("") == std::nullopt);
  CHECK(find_invalid_utf8("gr\xC3\xBC\xC3\x9F \xF0\x9F\x99\x82") == std::nullopt);
  CHECK(find_invalid_utf8("a\0b"sv) == std::nullopt);
  CHECK(find_invalid_utf8("ab\xC0\x80") == 2u);                 // overlong U+0000
  CHECK(find_invalid_utf8("\xE0\x80\xAF") == 0u);               // overlong '/'
  CHECK(find_invalid_utf8("\xF0\x8F\xBF\xBF") == 0u);           // overlong U+FFFF
  CHECK(find_invalid_utf8("\xC3\xBC\xED\xA0\x80") == 2u);       // U+D800
  CHECK(find_invalid_utf8("\xF4\x8F\xBF\xBF") == std::nullopt); // U+10FFFF
  CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0u);           // U+110000
  CHECK(find_invalid_utf8("x\x80") == 1u);                      // continuation alone
  CHECK(find_invalid_utf8("x\xFF") == 1u);
  CHECK(find_invalid_utf8("xy\xE2\x82") == 2u); // cut short
  CHECK(find_invalid_utf8("\xE2\x82\xC3\xBC") == 0u);
}

TEST_CASE("utf8: a cut sequence does not read past the view") {
  const std::string_view whole = "\xE2\x82\xAC";
  CHECK(decode_utf8(whole.substr(0, 2), 0) == utf8_step{0xFFFD, 2, false});
  CHECK(decode_utf8(whole.substr(0, 1), 0) == utf8_step{0xFFFD, 1, false});
  CHECK(decode_utf8(whole, 0) == utf8_step{0x20AC, 3, true});
}

TEST_CASE(
    "utf8: one U+FFFD for each maximal subpart, as in the Unicode Standard, table 3-8 to 3-11") {
  const char32_t r = 0xFFFD;
  CHECK(decode_all("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") ==
        std::vector<char32_t>{r, r, r, r, r, r, r, r, U'A'});
  CHECK(decode_all("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41") ==
        std::vector<char32_t>{r, r, r, r, r, r, r, r, U'A'});
  CHECK(decode_all("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42") ==
        std::vector<char32_t>{r, r, r, r, r, U'A', r, r, U'B'});
  CHECK(decode_all("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") ==
        std::vector<char32_t>{r, r, r, r, U'A'});
}

TEST_CASE("utf8: iteration gives offsets, and counts agree with it") {
  const std::string_view text = "a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x99\x82!";
  CHECK(decode_all(text) == std::vector<char32_t>{U'a', 0xFC, 0x20AC, 0x1F642, U'!'});
  CHECK(count_code_points(text) == 5);
  std::vector<std::size_t> offsets;
  const utf8_code_points points(text);
  for (auto at = points.begin(); at != points.end(); ++at)
    offsets.push_back(at.offset());
  CHECK(offsets == std::vector<std::size_t>{0, 1, 3, 6, 10});
  CHECK(count_code_points("") == 0);
  CHECK(decode_all("").empty());
  static_assert(count_code_points("\xC3\xBC") == 1);
  static_assert(find_invalid_utf8("\xC3") == 0u);
}
