#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <tailgate/core/sha256.hpp>
#include <tailgate/report/json.hpp>
#include <vector>

using namespace tailgate;
using nlohmann::ordered_json;

TEST_CASE("JSON report: golden file") {
  golden::check("report.json", json_report(sample::comparison()));
}

TEST_CASE("JSON report: members and their order") {
  const ordered_json report = ordered_json::parse(json_report(sample::comparison(), 0));
  std::vector<std::string> names;
  for (const auto& [name, value] : report.items())
    names.push_back(name);
  CHECK(names == std::vector<std::string>{"schema", "model", "seed", "environment", "digest",
                     "baseline", "alpha", "settings", "tiers"});
  CHECK(report["schema"] == "tailgate.report/1");
  CHECK(report["tiers"].size() == 3);
  for (const auto& tier : report["tiers"]) {
    CHECK(tier["strata"].size() == 16);
    CHECK(tier["population"].size() == 2);
    CHECK(tier["worst"]["stratum"] == ordered_json{{"task", "hex"}});
  }
  const auto& hex = report["tiers"][1]["strata"][6];
  CHECK(hex["stratum"] == ordered_json{{"task", "hex"}});
  CHECK(hex["difference"] == -0.39);
  CHECK(hex["flips"] == ordered_json{{"lost", 83}, {"gained", 5}});
  CHECK(hex["verdict"] == "fail");
  CHECK(hex["further_pairs"].is_null());
  CHECK(
      report["tiers"][1]["strata"][3]["stratum"].dump() == R"({"task":"lookup","records":"300"})");
}

TEST_CASE("JSON report: an undefined estimate is null and names its reason") {
  const ordered_json report = ordered_json::parse(json_report(sample::comparison()));
  const auto& needle = report["tiers"][2]["strata"][7];
  CHECK(needle["difference"].is_null());
  CHECK(needle["interval"].is_null());
  CHECK(needle["undefined"]["difference"] == "too few items");
  const auto& lookup = report["tiers"][2]["strata"][3];
  CHECK(lookup["difference"].is_number());
  CHECK(lookup["undefined"]["interval"] == "only one cluster");
  CHECK_FALSE(lookup["undefined"].contains("difference"));
  CHECK(report["tiers"][2]["undefined"]["masking_ratio"] == "too few items");
  CHECK_FALSE(report["tiers"][1].contains("undefined"));
}

TEST_CASE("JSON report: a reader can check the digest") {
  const std::string text = json_report(sample::comparison(), 0);
  const std::string digest = ordered_json::parse(text)["digest"];
  const std::size_t behind = text.find(digest) + digest.size() + 2; // the quote and the comma
  CHECK(sha256_hex("{" + text.substr(behind, text.size() - behind - 1)) == digest);
  CHECK(report_digest(sample::comparison()) == digest);
}

TEST_CASE("JSON report: the layout changes no value") {
  const std::string compact = json_report(sample::comparison(), 0);
  const std::string indented = json_report(sample::comparison(), 4);
  CHECK(ordered_json::parse(indented) == ordered_json::parse(compact));
  CHECK(ordered_json::parse(indented).dump(4) + "\n" == indented);
}

TEST_CASE("JSON report: numbers read back to the same double, in Python's notation") {
  using report::detail::json_number;
  CHECK(json_number(100.0) == "100.0");
  CHECK(json_number(0.0001) == "0.0001");
  CHECK(json_number(0.00001) == "1e-05");
  CHECK(json_number(1e16) == "1e+16");
  CHECK(json_number(123456789012345.6) == "123456789012345.6");
  CHECK(json_number(-0.0) == "-0.0");
  CHECK(json_number(5e-324) == "5e-324");
  CHECK(json_number(0.1 + 0.2) == "0.30000000000000004");
}

TEST_CASE("JSON report: an infinite number is undefined, not a token that JSON lacks") {
  comparison c = sample::comparison();
  c.tiers[0].masking_ratio = std::numeric_limits<double>::infinity();
  const ordered_json tier = ordered_json::parse(json_report(c))["tiers"][0];
  CHECK(tier["masking_ratio"].is_null());
  CHECK(tier["undefined"]["masking_ratio"] == "non-finite input");
}

TEST_CASE("JSON report: strings are escaped") {
  comparison c = sample::comparison();
  c.title = std::string("\0\x01\x1f\"\\\b\f\n\r\t\x7f\u2028", 14);
  CHECK(json_report(c, 0).find(
            "\"model\":\"\\u0000\\u0001\\u001f\\\"\\\\\\b\\f\\n\\r\\t\x7f\u2028\"") !=
        std::string::npos);
  CHECK(ordered_json::parse(json_report(c))["model"] == c.title);
}

TEST_CASE("JSON report: the digest ignores the environment and sees everything else") {
  comparison c = sample::comparison();
  const std::string digest = report_digest(c);
  c.environment[0].second = "1";
  CHECK(report_digest(c) == digest);
  c.tiers[2].metrics[1].strata[7].p_value = 0.5;
  CHECK(report_digest(c) != digest);
}

TEST_CASE("JSON report: names that are no UTF-8 are kept apart and never throw") {
  comparison c = sample::comparison();
  c.title = "\xff\xfe";
  c.settings = {{"a\xff", "1"}, {"a\xfe", "2"}};
  const ordered_json report = ordered_json::parse(json_report(c));
  CHECK(report["model"] == "\uFFFD\uFFFD");
  CHECK(report["settings"] == ordered_json{{"a\uFFFD", "1"}, {"a\uFFFD#2", "2"}});
}
