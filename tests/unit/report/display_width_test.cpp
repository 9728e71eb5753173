#include <doctest/doctest.h>
#include <string>
#include <tailgate/report/display_width.hpp>
#include <vector>

using namespace tailgate::report;
using lines = std::vector<std::string>;

TEST_CASE("display width: East Asian wide counts two, combining marks nothing") {
  CHECK(display_width("hex") == 3);
  CHECK(display_width("\u65E5\u672C\u8A9E") == 6);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\uFF21") == 2);     // full-width A
  CHECK(display_width("\U0001F600") == 2); // an emoji
  CHECK(display_width("\u2713\u2717\u2205") == 3);
  CHECK(display_width("\u1112\u1161\u11AB") == 2); // one Hangul syllable in three jamo
  CHECK(display_width("\u200B") == 0);
  CHECK(display_width("\xff") == 1);
}

TEST_CASE("display width: padding") {
  CHECK(pad_right("\u65E5", 4) == "\u65E5  ");
  CHECK(pad_left("\u65E5", 4) == "  \u65E5");
  CHECK(pad_left("abcd", 2) == "abcd");
}

TEST_CASE("display width: folding") {
  CHECK(fold("", 5) == lines{""});
  CHECK(fold("one two three", 7) == lines{"one two", "three"});
  CHECK(fold("one two", 3) == lines{"one", "two"});
  CHECK(fold("task=arithmetic", 10) == lines{"task=", "arithmetic"});
  CHECK(fold("abcdefgh", 3) == lines{"abc", "def", "gh"});
  CHECK(fold("\u65E5\u672C\u8A9E", 5) == lines{"\u65E5\u672C", "\u8A9E"});
  CHECK(fold("\u65E5\u672C", 1) == lines{"\u65E5", "\u672C"});
  CHECK(fold("a ", 1) == lines{"a"});
}
