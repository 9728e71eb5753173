#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/report/display_width.hpp>
#include <tailgate/report/text.hpp>

using namespace tailgate;

TEST_CASE("text report: golden files") {
  golden::check("report.txt", text_report(sample::comparison()));
  golden::check("report_narrow.txt", text_report(sample::comparison(), {60, false, true}));
  golden::check("report_color.txt", text_report(sample::comparison(), {140, true, false}));
}

TEST_CASE("text report: no line is wider than asked, in display columns") {
  for (const std::size_t width : {40u, 60u, 80u, 100u, 140u}) {
    std::istringstream lines(text_report(sample::comparison(), {width}));
    for (std::string line; std::getline(lines, line);)
      CHECK_MESSAGE(report::display_width(line) <= width, line);
  }
}

TEST_CASE("text report: the population number is followed by what it hides") {
  const std::string text = text_report(sample::comparison(), {200});
  CHECK(
      text.find("population exact match 0.890 -> 0.861 (-2.9 points); it hides task=hex: 0.710 -> "
                "0.320 (-39.0 points)") != std::string::npos);
  CHECK(text.find("population exact match n/a (too few items); it hides task=hex") !=
        std::string::npos);
}

TEST_CASE("text report: failing strata come first, then by damage") {
  text_options all;
  all.rows = text_options::all_rows;
  const std::string text = text_report(sample::comparison(), all);
  const std::size_t tier = text.find("\nint4-g128\n");
  const std::size_t hex = text.find("\n  task=hex", tier);
  const std::size_t lookup = text.find("\n  task=lookup", tier);
  const std::size_t prose = text.find("\n  task=prose", tier);
  CHECK(hex < lookup);
  CHECK(lookup < prose);
  CHECK(prose < text.find("\n  task=needle", tier)); // uninformative: behind every real loss
}

TEST_CASE("text report: a table of a tier is cut at its rows, and says what is left out") {
  const std::string text = text_report(sample::comparison());
  const std::size_t tier = text.find("\nint4-g128\n");
  CHECK(text.find("\n  task=hex", tier) < text.find("\nint3-g64", tier));
  CHECK(text.find("\n  task=prose", tier) == std::string::npos);
  CHECK(text.find("4 of 8 strata are not in this table; of all, 2 fail, 4 inconclusive, "
                  "1 uninformative, 1 pass",
            tier) != std::string::npos);
}

TEST_CASE("text report: only problems leaves out what passes") {
  text_options options{100, false, true};
  options.rows = text_options::all_rows;
  const std::string text = text_report(sample::comparison(), options);
  const std::size_t tier = text.find("\nint8\n");
  CHECK(text.find("\n  task=prose", tier) > text.find("\nint4-g128\n", tier));
  CHECK(text.find("6 of 8 strata are not in this table", tier) < text.find("\nint4-g128\n", tier));
}

TEST_CASE("text report: what makes the verdicts doubtful comes before the numbers") {
  const std::string text = text_report(sample::comparison(), {400});
  const std::size_t matrix = text.find("difference from fp32");
  CHECK(text.find("! exact match in task=<script>alert(1)</script>: 0.790 of 200 items is worse") <
        matrix);
  CHECK(text.find("Note: int4-g128, exact_match: 5 items in 1 of 8 strata are missing") < matrix);
  CHECK(
      text.find("Of 500 comparisons in which nothing changed (relabelled pairs) the gate failed 0 "
                "(0.0% [0.0%, 0.7%]); with every margin at 0, 22 (4.4% [2.8%, 6.6%]), and with 8 "
                "neighbours exchanged together 31 (6.2% [") < matrix);
  CHECK(text.find("exact match 5.0 points in task=needle, down to 0.2 points in task=prose") <
        matrix);
}

TEST_CASE("text report: a cliff is named, and a lower tier that passes again") {
  const std::string text = text_report(sample::comparison(), {200});
  CHECK(text.find("passes down to int8, not at int4-g128; damage shown at int4-g128 (2 strata)\n"
                  "    task=lookup records=300, task=hex\n") != std::string::npos);
  CHECK(text.find("does not pass at int8; damage shown nowhere; passes again at int3-g64 <&> "
                  "(1 stratum)") != std::string::npos);
}

TEST_CASE("text report: an ungated metric is never its mean alone") {
  const std::string text = text_report(sample::comparison(), {120});
  CHECK(text.find("int4-g128     +0.0140  task=hex +0.3500, then task=needle, language=") !=
        std::string::npos);
  CHECK(text.find("difference from fp32, loss") == std::string::npos);
  text_options all;
  all.all_metrics = true;
  CHECK(text_report(sample::comparison(), all).find("difference from fp32, loss in nats") !=
        std::string::npos);
}

TEST_CASE("text report: strata to look at are those that do not fail") {
  const std::string text = text_report(sample::comparison(), {200});
  const std::size_t tier = text.find("\nint4-g128\n");
  const std::size_t list =
      text.find("worth a look, not failing (Benjamini-Hochberg, q at most 10%): "
                "exact match in task=arithmetic -1.6, q\"u'ote",
          tier);
  REQUIRE(list != std::string::npos);
  CHECK(text.substr(list, text.find("population", list) - list).find("hex") == std::string::npos);
}

TEST_CASE("text report: no control byte of a name reaches the terminal") {
  const std::string text = text_report(sample::comparison());
  for (const char c : text)
    CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(text.find("\u202E") == std::string::npos);
  CHECK(text_report(sample::comparison(), {100, true}).find("\x1b[1;31m") != std::string::npos);
}

TEST_CASE("text report: a lower metric that falls is no loss") {
  comparison c = sample::comparison();
  c.tiers.resize(1);
  c.tiers[0].metrics.erase(c.tiers[0].metrics.begin());
  CHECK(text_report(c, {200}).find("it hides task=hex: 0.9000 -> 0.9175") != std::string::npos);
}

TEST_CASE("text report: too narrow a width is refused") {
  try {
    (void)text_report(sample::comparison(), {39});
    FAIL("width 39 was accepted");
  } catch (const argument_error& e) {
    CHECK(e.number() == 500);
  }
}
