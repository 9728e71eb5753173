#include "golden_file.hpp"
#include "sample_comparison.hpp"
#include <doctest/doctest.h>
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
  const ordered_json report = ordered_json::parse(json_report(sample::comparison(), -1));
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
  ordered_json report = ordered_json::parse(json_report(sample::comparison()));
  const std::string digest = report["digest"];
  for (const char* name : {"schema", "model", "seed", "environment", "digest"})
    report.erase(name);
  CHECK(sha256_hex(report.dump()) == digest);
  CHECK(report_digest(sample::comparison()) == digest);
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
