#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/report/escape.hpp>

using namespace tailgate::report;
using namespace std::string_view_literals;

TEST_CASE("escape: malformed UTF-8 becomes U+FFFD, once a maximal subpart") {
  CHECK(valid_utf8("a\xff\x62") == "a\uFFFDb");
  CHECK(valid_utf8("\xe2\x82") == "\uFFFD");
  CHECK(valid_utf8("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD"); // a surrogate
  CHECK(valid_utf8("\u65E5\U0001F600") == "\u65E5\U0001F600");
}

TEST_CASE("escape: printable text shows controls and obeys none") {
  CHECK(printable("a\x1b[31m\n\t"sv) == "a\\u{1B}[31m\\u{0A}\\u{09}");
  CHECK(printable("\0"sv) == "\\u{00}");
  CHECK(
      printable("\u202E\u2066\u2028\u009B\uFEFF") == "\\u{202E}\\u{2066}\\u{2028}\\u{9B}\\u{FEFF}");
  CHECK(printable("\U0010FFFF") == "\\u{10FFFF}");
  CHECK(printable("na\u00EFve \u65E5\u672C") == "na\u00EFve \u65E5\u672C");
}

TEST_CASE("escape: HTML text and attributes") {
  CHECK(escape_html("<a href='x' id=\"y\">&amp;") ==
        "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;amp;");
}

TEST_CASE("escape: XML loses what it cannot hold and keeps white space in attributes") {
  CHECK(escape_xml("a\x01\x1b\x7f\uFFFE<b>"sv) == "a\x7f&lt;b&gt;");
  CHECK(escape_xml("x\ty\nz\r") == "x&#9;y&#10;z&#13;");
  CHECK(escape_xml("\0]]>"sv) == "]]&gt;");
}

TEST_CASE("escape: Markdown starts nothing") {
  CHECK(escape_markdown("a|b *c* [d](e) @f #1 $g$ <h> `i`") ==
        "a\\|b \\*c\\* \\[d\\](e) \\@f \\#1 \\$g\\$ &lt;h&gt; \\`i\\`");
  CHECK(escape_markdown("a\n# b") == "a\\\\u{0A}\\# b");
}
