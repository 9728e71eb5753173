#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/strata/cjk_numeral.hpp>

using tailgate::cjk_numeral;
using tailgate::parse_cjk_numeral;

TEST_CASE("numerals are read") {
  struct expectation {
    const char* text;
    std::uint64_t value;
  };
  const expectation expectations[] = {{"零", 0}, {"七", 7}, {"十", 10}, {"十五", 15}, {"二十", 20},
      {"三百二十一", 321}, {"一千零一", 1001}, {"一万零二十", 10020}, {"百", 100},
      {"二〇二四", 2024}, {"壹佰贰拾叁", 123}, {"两千", 2000}, {"三亿五千万", 350'000'000},
      {"一兆", 1'000'000'000'000}, {"九千九百九十九万九千九百九十九", 99'999'999}};
  for (const expectation& e : expectations) {
    CAPTURE(e.text);
    CHECK(parse_cjk_numeral(e.text) == e.value);
  }
}

TEST_CASE("what is no numeral") {
  for (const char* text : {"", "a", "12", "十百", "万", "万万", "百千", "二〇百", "一个",
           "\xE4\xB8", "一一一一一一一一一一一一一一一一一"})
    CHECK_FALSE(parse_cjk_numeral(text));
}

TEST_CASE("numerals are written as they are in Chinese, and read back") {
  CHECK(cjk_numeral(0) == "零");
  CHECK(cjk_numeral(10) == "十");
  CHECK(cjk_numeral(15) == "十五");
  CHECK(cjk_numeral(110) == "一百一十");
  CHECK(cjk_numeral(105) == "一百零五");
  CHECK(cjk_numeral(1001) == "一千零一");
  CHECK(cjk_numeral(10020) == "一万零二十");
  CHECK(cjk_numeral(1000500) == "一百万零五百");
  CHECK(cjk_numeral(100000) == "十万");
  for (std::uint32_t value = 0; value < 12'000; ++value)
    REQUIRE(parse_cjk_numeral(cjk_numeral(value)) == value);
  for (std::uint32_t value = 12'000; value < 100'000'000; value += 99'991)
    REQUIRE(parse_cjk_numeral(cjk_numeral(value)) == value);
}
