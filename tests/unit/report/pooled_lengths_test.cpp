#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/masking.hpp>
#include <tailgate/report/html.hpp>
#include <tailgate/report/json.hpp>
#include <tailgate/report/junit.hpp>
#include <tailgate/report/markdown.hpp>
#include <tailgate/report/text.hpp>
#include <vector>

namespace {

/// One tier, whose strata differ in nothing but context length.
tailgate::comparison two_lengths(tailgate::axis_kind kind) {
  std::vector<tailgate::declared_stratum> declared{
      {{{"records", "10"}}, 0.9}, {{{"records", "300"}}, 0.1}};
  std::vector<tailgate::paired_summary> rows;
  for (const double difference : {-0.01, -0.40}) {
    tailgate::paired_summary row;
    row.stratum = declared[rows.size()].key;
    row.metric = "exact_match";
    row.unit = "proportion";
    row.items = row.clusters = 100;
    row.confidence_level = 0.9;
    row.baseline = 0.8;
    row.candidate = 0.8 + difference;
    row.difference = difference;
    row.confidence = tailgate::interval{difference - 0.05, difference + 0.05};
    rows.push_back(row);
  }
  tailgate::judged_metric metric{
      tailgate::breakdown::complete(declared, rows, {{"records", kind}}), {}};
  for (const tailgate::paired_summary& row : metric.result.strata()) {
    metric.strata.emplace_back();
    metric.strata.back().summary = row;
    metric.strata.back().decision = tailgate::verdict::fail;
  }
  tailgate::judged_tier tier;
  tier.name = "int4";
  tier.decision = tailgate::verdict::fail;
  tier.worst = tailgate::find_worst(metric.strata);
  tier.masking_ratio = tailgate::masking_ratio(metric.result, tier.worst);
  tier.metrics.push_back(metric);
  tailgate::comparison c;
  c.title = "model";
  c.baseline = "fp32";
  c.tiers.push_back(tier);
  return c;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a report that pools context lengths says so wherever it prints the mean") {
  const tailgate::comparison c = two_lengths(tailgate::axis_kind::context_length);
  CHECK(c.tiers[0].masking_ratio.value() == doctest::Approx(0.40 / (0.9 * 0.01 + 0.1 * 0.40)));

  const std::string text = tailgate::text_report(c);
  CHECK(says(text, "pooled over context length 'records'\n")); // below the matrix
  CHECK(says(text, "population exact match (pooled over context length 'records') 0."));
  CHECK(says(tailgate::json_report(c),
      "population mean (natural frequencies), pooled over context length 'records'"));
  CHECK(says(tailgate::markdown_report(c), "**population** (pooled over context length"));
  CHECK(says(tailgate::junit_report(c), "exact match (pooled over context length "));
  const std::string html = tailgate::html_report(c);
  std::size_t told = 0;
  for (std::size_t at = 0; (at = html.find("(pooled over context length", at)) != std::string::npos;
       ++at)
    ++told;
  CHECK(told >= 4); // lead, card, heat map, forest
}

TEST_CASE("a report of other axes says nothing of pooling") {
  const tailgate::comparison c = two_lengths(tailgate::axis_kind::ordinal);
  CHECK_FALSE(says(tailgate::text_report(c), "pooled"));
  CHECK_FALSE(says(tailgate::html_report(c), "pooled over"));
  CHECK_FALSE(says(tailgate::json_report(c), "pooled"));
}
