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
  const std::string text = text_report(sample::comparison());
  const std::size_t tier = text.find("\nint4-g128\n");
  const std::size_t hex = text.find("\n  task=hex", tier);
  const std::size_t lookup = text.find("\n  task=lookup", tier);
  const std::size_t prose = text.find("\n  task=prose", tier);
  CHECK(hex < lookup);
  CHECK(lookup < prose);
  CHECK(prose < text.find("\n  task=needle", tier)); // uninformative: behind every real loss
}

TEST_CASE("text report: only problems says what it leaves out") {
  const std::string text = text_report(sample::comparison(), {100, false, true});
  const std::size_t tier = text.find("\nint8\n");
  CHECK(text.find("\n  task=prose", tier) > text.find("\nint4-g128\n"));
  CHECK(text.find("not shown: 5 strata that pass or are not gated", tier) != std::string::npos);
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
