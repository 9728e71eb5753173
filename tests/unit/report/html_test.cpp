#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/report/html.hpp>

using namespace tailgate;

namespace {
std::size_t occurrences(std::string_view text, std::string_view of) {
  std::size_t count = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos; at = text.find(of, at + 1))
    ++count;
  return count;
}
} // namespace

// tests/html/check.sh opens the golden file in a browser.
TEST_CASE("HTML report: golden file") {
  golden::check("report.html", html_report(sample::comparison()));
}

TEST_CASE("HTML report: nothing is loaded from outside") {
  const std::string html = html_report(sample::comparison());
  CHECK(html.find("http:") == std::string::npos);
  CHECK(html.find("https:") == std::string::npos);
  CHECK(html.find("url(") == std::string::npos);
  CHECK(html.find("@import") == std::string::npos);
  CHECK(html.find(" src=") == std::string::npos);
}

TEST_CASE("HTML report: text from outside is text") {
  const std::string html = html_report(sample::comparison());
  CHECK(occurrences(html, "<script") == 1);
  CHECK(occurrences(html, "</script") == 1);
  CHECK(occurrences(html, "</style") == 1);
  CHECK(html.find("alert(1)") != std::string::npos);
  CHECK(html.find("int3-g64 &lt;&amp;&gt;") != std::string::npos);
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("q&quot;u&#39;ote") != std::string::npos);
}

TEST_CASE("HTML report: cells of the table have every digit") {
  const std::string html = html_report(sample::comparison());
  CHECK(html.find("<td data-v=\"-0.39\">\u221239.0</td>") != std::string::npos);
  CHECK(html.find("data-v=\"-0.12666666666666668\"") != std::string::npos);
}

TEST_CASE("HTML report: what makes the verdicts doubtful stands above the cards") {
  const std::string html = html_report(sample::comparison());
  const std::size_t cards = html.find("<section id=\"verdicts\"");
  CHECK(html.find("along &#39;&lt;axis&gt; &amp; more&#39;") < cards);
  CHECK(html.find("5 items in 1 of 8 strata are missing") < cards);
  CHECK(html.find("the gate failed 0 (0.0% [0.0%, 0.7%])") < cards);
  comparison c = sample::comparison();
  c.noise.reset();
  c.baseline_flags.clear();
  c.remarks.clear();
  const std::string plain = html_report(c);
  CHECK(plain.find("<aside") == std::string::npos);
  CHECK(plain.find("<rect class=\"noise\"") == std::string::npos);
  CHECK(occurrences(html, "<rect class=\"noise\"") == 24);
}

TEST_CASE("HTML report: the ladder begins with the earliest cliff and says it in words") {
  const std::string html = html_report(sample::comparison());
  const std::size_t ladder = html.find("<section id=\"ladder\"");
  const std::size_t first = html.find("<p class=\"words\">", ladder);
  CHECK(html.substr(first, 120)
            .find("does not pass at int8; damage shown nowhere; passes again at "
                  "int3-g64 &lt;&amp;&gt;") != std::string::npos);
  CHECK(occurrences(html, "<line class=\"cliff\"") == 8);
}

TEST_CASE("HTML report: metrics that decide nothing are folded, and complete") {
  const std::string html = html_report(sample::comparison());
  CHECK(html.find("<details><summary>loss</summary>\n<div class=\"scroll\"><table "
                  "class=\"heatmap ungated\">") != std::string::npos);
  CHECK(html.find("<option value=\"*judged\">") != std::string::npos);
  CHECK(html.find("<th scope=\"col\">99%</th>") != std::string::npos);
}

TEST_CASE("HTML report: every tier, stratum and metric has a row, and undefined says why") {
  const std::string html = html_report(sample::comparison());
  CHECK(occurrences(html, "<article class=\"card") == 3);
  CHECK(occurrences(html, "<tr data-verdict=") == 48);
  CHECK(occurrences(html, "<table class=\"heatmap") == 2);
  CHECK(occurrences(html, "<table class=\"forest\">") == 3);
  CHECK(occurrences(html, "class=\"ladder-plot\"") == 8);
  CHECK(html.find("n/a <small>(too few items)</small>") != std::string::npos);
  CHECK(html.find("n/a <small>(only one cluster)</small>") != std::string::npos);
}

TEST_CASE("HTML report: a comparison without tiers is a page without findings") {
  comparison c;
  c.title = "model";
  c.baseline = "fp32";
  CHECK(html_report(c).find("0 tiers judged") != std::string::npos);
}
