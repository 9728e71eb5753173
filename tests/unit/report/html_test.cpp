#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <cstddef>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/report/html.hpp>
#include <tailgate/report/json.hpp>

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
  CHECK(occurrences(html, "<script") == 2); // the embedded JSON and the page's own
  CHECK(occurrences(html, "</script") == 2);
  CHECK(occurrences(html, "</style") == 1);
  CHECK(html.find("alert(1)") != std::string::npos);
  CHECK(html.find("int3-g64 &lt;&amp;&gt;") != std::string::npos);
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("q&quot;u&#39;ote") != std::string::npos);
}

TEST_CASE("HTML report: the embedded JSON is the JSON report") {
  const std::string html = html_report(sample::comparison());
  const std::string_view open = "<script type=\"application/json\" id=\"report\">";
  const std::size_t from = html.find(open) + open.size();
  const std::string json = html.substr(from, html.find("</script>", from) - from);
  CHECK(json.find('<') == std::string::npos);
  CHECK(nlohmann::json::parse(json) == nlohmann::json::parse(json_report(sample::comparison())));
}

TEST_CASE("HTML report: every tier, stratum and metric has a row, and undefined says why") {
  const std::string html = html_report(sample::comparison());
  CHECK(occurrences(html, "<article class=\"card") == 3);
  CHECK(occurrences(html, "<tr data-tier=") == 48);
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
