#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/report/markdown.hpp>

using namespace tailgate;

TEST_CASE("Markdown report: golden file") {
  golden::check("report.md", markdown_report(sample::comparison()));
}

TEST_CASE("Markdown report: every row of a table has as many cells as its header") {
  std::istringstream lines(markdown_report(sample::comparison()));
  std::ptrdiff_t expected = 0;
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("|")) {
      expected = 0;
      continue;
    }
    std::ptrdiff_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    if (expected == 0)
      expected = bars;
    CHECK_MESSAGE(bars == expected, line);
    ++rows;
  }
  CHECK(rows == 5 + 2 * 11 + 3 * 10); // verdicts, two matrices, strata of three tiers
}

TEST_CASE("Markdown report: names start no markup") {
  const std::string text = markdown_report(sample::comparison());
  CHECK(text.find("<script") == std::string::npos);
  CHECK(text.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
  CHECK(text.find("a\\|b &amp; \\`c\\` \\*d\\* \\_e\\_") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("Markdown report: what decides is open, the other metrics are folded") {
  const std::string text = markdown_report(sample::comparison());
  const std::size_t folded = text.find("<details>\n<summary>loss: reported, not judged");
  CHECK(text.find("The baseline is doubtful") < text.find("Cliff in exact match"));
  CHECK(text.find("Cliff in exact match") < text.find("Difference in exact match"));
  CHECK(text.find("Difference in exact match") < folded);
  CHECK(folded < text.find("Difference in loss"));
  CHECK(text.find("<summary>loss: 8 not gated") == std::string::npos);
}
