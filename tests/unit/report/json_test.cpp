#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <tailgate/harness/digest.hpp>
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
                     "baseline", "alpha", "settings", "baseline_flags", "remarks", "noise",
                     "ladder", "tiers"});
  CHECK(report["schema"] == "tailgate.report/2");
  CHECK(report["tiers"].size() == 3);
  for (const auto& tier : report["tiers"]) {
    CHECK(tier["strata"].size() == 16);
    CHECK(tier["population"].size() == 2);
    CHECK(tier["aggregates"].size() == 6);
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

TEST_CASE("JSON report: every number over strata names its estimand") {
  const ordered_json tier = ordered_json::parse(json_report(sample::comparison()))["tiers"][1];
  CHECK(tier["population"][0]["estimand_text"] == "population mean (natural frequencies)");
  CHECK(tier["aggregates"][0]["estimand_text"] == "mean with equal stratum weights");
  CHECK(tier["aggregates"][1]["estimand_text"] == "worst stratum");
  CHECK(tier["aggregates"][1]["difference"] == -0.39);
  CHECK(tier["aggregates"][2]["estimand"] == "cvar");
  CHECK(tier["aggregates"][2]["estimand_text"] == "mean over the worst 0.1 of traffic (CVaR)");
}

TEST_CASE("JSON report: totals without pairs have bounds and no flips") {
  const ordered_json row =
      ordered_json::parse(json_report(sample::comparison()))["tiers"][1]["strata"][4];
  CHECK(row["flips"].is_null());
  CHECK(row["marginals"]["baseline_right"] == 158);
  CHECK(row["marginals"]["candidate_right"] == 152);
  CHECK(row["marginals"]["lost"] == ordered_json{6, 48});
  CHECK(row["marginals"]["gained"] == ordered_json{0, 42});
  CHECK(row["q_value"] == 0.125);
}

TEST_CASE("JSON report: runs of other sizes have no bounds of flips") {
  comparison c = sample::comparison();
  c.tiers[0].metrics[0].strata[4].summary.marginals->candidate_items = 199;
  const ordered_json row = ordered_json::parse(json_report(c))["tiers"][0]["strata"][4];
  CHECK(row["marginals"]["lost"].is_null());
  CHECK(row["marginals"]["candidate_items"] == 199);
}

TEST_CASE("JSON report: missing items and distributions") {
  const ordered_json tier = ordered_json::parse(json_report(sample::comparison()))["tiers"][1];
  CHECK(tier["strata"][1]["missing_items"] == 5);
  CHECK(tier["strata"][0]["missing_items"] == 0);
  CHECK(tier["strata"][0]["distribution"].is_null());
  const auto& spread = tier["strata"][14]["distribution"];
  CHECK(spread["observations"] == 4800);
  CHECK(spread["quantiles"][1]["candidate"] == 8.1);
  CHECK(spread["quantiles"][1]["undefined"]["shift"] == "not measured");
}

TEST_CASE("JSON report: flags, noise and ladder") {
  const ordered_json report = ordered_json::parse(json_report(sample::comparison()));
  CHECK(report["baseline_flags"][0]["metric"] == "exact_match");
  CHECK(report["remarks"].size() == 4);
  CHECK(report["noise"]["false_fail_rate"] == ordered_json{0.0, 0.0073});
  CHECK(report["noise"]["undefined"]["cluster_p_value"] == "not measured");
  CHECK(report["ladder"]["tiers"][0] == "int8");
  const auto& again = report["ladder"]["cliffs"][5];
  CHECK(again["state"] == "breaks");
  CHECK(again["last_pass"].is_null());
  CHECK(again["cliff"] == "int8");
  CHECK(again["passes_again"] == ordered_json{"int3-g64 <&>"});
}

TEST_CASE("JSON report: tiers that were judged apart have no ladder") {
  comparison c = sample::comparison();
  c.tiers[1].metrics[0].strata.pop_back();
  CHECK(ordered_json::parse(json_report(c))["ladder"].is_null());
}

TEST_CASE("JSON report: the digest is that of the results") {
  CHECK(ordered_json::parse(json_report(sample::comparison()))["digest"] ==
        digest(sample::comparison()));
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
  const auto digest_of = [&] { return ordered_json::parse(json_report(c))["digest"]; };
  const auto before = digest_of();
  c.environment[0].second = "1";
  CHECK(digest_of() == before);
  c.tiers[2].metrics[1].strata[7].p_value = 0.5;
  CHECK(digest_of() != before);
}

TEST_CASE("JSON report: names that are no UTF-8 are kept apart and never throw") {
  comparison c = sample::comparison();
  c.title = "\xff\xfe";
  c.settings = {{"a\xff", "1"}, {"a\xfe", "2"}};
  const ordered_json report = ordered_json::parse(json_report(c));
  CHECK(report["model"] == "\uFFFD\uFFFD");
  CHECK(report["settings"] == ordered_json{{"a\uFFFD", "1"}, {"a\uFFFD#2", "2"}});
}
