#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/harness/digest.hpp>
#include <tailgate/report/junit.hpp>

using namespace tailgate;

namespace {
std::size_t occurrences(std::string_view text, std::string_view of) {
  std::size_t count = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos; at = text.find(of, at + 1))
    ++count;
  return count;
}
} // namespace

// Well-formedness of the committed file is checked by tests/html/check.sh.
TEST_CASE("JUnit report: golden file") {
  golden::check("report.junit.xml", junit_report(sample::comparison()));
}

TEST_CASE("JUnit report: counts agree with the cases, which are the gated strata") {
  const std::string xml = junit_report(sample::comparison());
  CHECK(occurrences(xml, "<testsuite ") == 3);
  CHECK(occurrences(xml, "<testcase ") == 24);
  CHECK(occurrences(xml, "<failure ") == 7);
  CHECK(occurrences(xml, "<skipped ") == 9);
  CHECK(xml.find("tests=\"24\" failures=\"7\" errors=\"0\" skipped=\"9\"") != std::string::npos);
}

TEST_CASE("JUnit report: text from outside is data") {
  const std::string xml = junit_report(sample::comparison());
  CHECK(xml.find("<script>") == std::string::npos);
  CHECK(xml.find("name=\"task=&lt;script&gt;alert(1)&lt;/script&gt;\"") != std::string::npos);
  CHECK(xml.find('\x1b') == std::string::npos);
  CHECK(xml.find("]]>") == std::string::npos);
  CHECK(xml.find("int3-g64 &lt;&amp;&gt;") != std::string::npos);
}

TEST_CASE("JUnit report: a failure carries the numbers") {
  const std::string xml = junit_report(sample::comparison());
  CHECK(xml.find("message=\"exact_match 0.710 -&gt; 0.320 (-39.0 points), interval [-44.8, -33.9] "
                 "at 90%, n 200, margin 3.0 points, adjusted p &lt;0.001\"") != std::string::npos);
  CHECK(xml.find(digest(sample::comparison())) != std::string::npos);
}

TEST_CASE("JUnit report: a metric that decides nothing is a property, with the strata behind it") {
  const std::string xml = junit_report(sample::comparison());
  CHECK(xml.find("classname=\"int4-g128.loss\"") == std::string::npos);
  CHECK(xml.find("name=\"population.loss\" value=\"population loss 1.9603 -&gt; 1.9744") !=
        std::string::npos);
  CHECK(xml.find("lost most: task=hex +0.3500, then task=needle, ") != std::string::npos);
}

TEST_CASE("JUnit report: doubts about the baseline are output of every suite") {
  const std::string xml = junit_report(sample::comparison());
  CHECK(occurrences(xml, "<system-out>doubtful baseline: exact match in task=&lt;script&gt;") == 3);
}
