// The report as JUnit XML, which CI servers show as tests: a suite a tier, a case a stratum of each
// metric that decides.
//
// A failing stratum is a <failure>; an inconclusive or uninformative one is <skipped>, since
// nothing was shown; a passing one is a plain case. Metrics without a margin decide nothing, so
// they are no cases: the suite has a property for each. Doubts about the baseline and remarks are
// its <system-out>. Follows the schema that Jenkins reads (junit-10.xsd), with properties on suites
// and, as pytest writes them, on cases.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/digest.hpp>
#include <tailgate/report/detail/findings.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate {

namespace report::detail {

/// ` name="value"`, escaped.
[[nodiscard]] inline std::string xml_attribute(const char* name, std::string_view value) {
  return std::string(" ") + name + "=\"" + escape_xml(value) + "\"";
}

[[nodiscard]] inline std::string xml_property(
    const std::string& indent, std::string_view name, std::string_view value) {
  return indent + "<property" + xml_attribute("name", name) + xml_attribute("value", value) +
         "/>\n";
}

/// The numbers of a stratum in one sentence.
[[nodiscard]] inline std::string junit_message(const judged_stratum& s) {
  const paired_summary& row = s.summary;
  std::string text = row.metric + " " + movement(row, " -> ") + ", interval " +
                     format_estimate(row.confidence,
                         [&](const interval& i) { return format_interval(i, row.unit); }) +
                     " at " + format_level(row.confidence_level) + ", n " + format_count(row.items);
  if (row.clusters != row.items)
    text += " in " + format_count(row.clusters) + " clusters";
  if (s.decision != verdict::not_gated)
    text += ", margin " + format_magnitude(s.margin, row.unit) + ", adjusted p " +
            format_estimate(s.p_adjusted, [](double p) { return format_p(p); });
  const std::string note = row_note(s);
  return note.empty() ? text : text + "; " + note;
}

[[nodiscard]] inline std::string junit_case(const judged_tier& tier, const judged_stratum& s) {
  const paired_summary& row = s.summary;
  const auto score = [&](double x) { return format_score(x, row.unit); };
  const std::string inner = "        ";
  std::string out = "    <testcase" + xml_attribute("classname", tier.name + "." + row.metric) +
                    xml_attribute("name", row.stratum.name()) + ">\n      <properties>\n";
  const std::string unit = difference_unit(row.unit);
  out += xml_property(inner, "verdict", to_string(s.decision)) +
         xml_property(inner, "n", format_count(row.items)) +
         xml_property(inner, "clusters", format_count(row.clusters)) +
         xml_property(inner, "weight", format_percent(row.weight)) +
         xml_property(inner, "baseline", format_estimate(row.baseline, score)) +
         xml_property(inner, "candidate", format_estimate(row.candidate, score)) +
         xml_property(inner, "difference",
             format_estimate(row.difference,
                 [&](double x) { return format_difference(x, row.unit) + " " + unit; })) +
         xml_property(inner, "interval",
             format_estimate(row.confidence,
                 [&](const interval& i) { return format_interval(i, row.unit) + " " + unit; })) +
         xml_property(inner, "p_adjusted",
             format_estimate(s.p_adjusted, [](double p) { return format_p(p); }));
  if (row.missing_items > 0)
    out += xml_property(inner, "missing_items", format_count(row.missing_items));
  if (has_flips(row) && !row.marginals)
    out += xml_property(inner, "lost", format_count(row.flips.lost)) +
           xml_property(inner, "gained", format_count(row.flips.gained));
  out += "      </properties>\n";
  const std::string message = xml_attribute("message", junit_message(s));
  if (s.decision == verdict::fail)
    out += "      <failure" + message + xml_attribute("type", "tailgate.damage") + ">" +
           escape_xml(tier.name + ": " + row.stratum.name() + ": " + junit_message(s)) +
           "</failure>\n";
  else if (s.decision == verdict::inconclusive || s.decision == verdict::uninformative)
    out += "      <skipped" +
           xml_attribute("message", verdict_label(s.decision) + ": " + junit_message(s)) + "/>\n";
  return out + "    </testcase>\n";
}

/// How many cases there are, fail and are skipped.
struct junit_counts {
  std::size_t tests = 0, failures = 0, skipped = 0;

  junit_counts& operator+=(const judged_tier& tier) {
    for (const judged_metric& m : tier.metrics)
      for (const judged_stratum& s : m.strata) {
        if (s.decision == verdict::not_gated)
          continue;
        ++tests;
        failures += s.decision == verdict::fail;
        skipped += s.decision == verdict::inconclusive || s.decision == verdict::uninformative;
      }
    return *this;
  }

  [[nodiscard]] std::string attributes() const {
    return xml_attribute("tests", format_count(tests)) +
           xml_attribute("failures", format_count(failures)) + xml_attribute("errors", "0") +
           xml_attribute("skipped", format_count(skipped));
  }
};

[[nodiscard]] inline std::string junit_suite(
    const comparison& c, const judged_tier& tier, const std::string& results) {
  junit_counts counts;
  counts += tier;
  const std::string inner = "      ";
  std::string out = "  <testsuite" + xml_attribute("name", tier.name) + counts.attributes() +
                    ">\n    <properties>\n";
  out += xml_property(inner, "model", c.title) + xml_property(inner, "baseline", c.baseline) +
         xml_property(inner, "seed", format_count(c.seed)) +
         xml_property(inner, "alpha", format_level(c.alpha)) +
         xml_property(inner, "digest", results) +
         xml_property(inner, "bits_per_weight", format_fixed(tier.bits_per_weight, 2)) +
         xml_property(inner, "verdict", to_string(tier.decision));
  for (const judged_metric& m : tier.metrics)
    out += xml_property(inner, "population." + m.result.metric(),
        population_sentence(m, " -> ") + (is_gated(m) ? "" : "; lost most: " + worst_names(m)));
  out += "    </properties>\n";
  for (const judged_metric& m : tier.metrics)
    for (const judged_stratum& s : m.strata)
      if (s.decision != verdict::not_gated)
        out += junit_case(tier, s);
  std::string told;
  for (const baseline_flag& flag : c.baseline_flags)
    told += "doubtful baseline: " + flag_sentence(flag) + "\n";
  for (const std::string& remark : c.remarks)
    told += remark + "\n";
  if (!told.empty())
    out += "    <system-out>" + escape_xml(told) + "</system-out>\n";
  return out + "  </testsuite>\n";
}

} // namespace report::detail

/// Writes a comparison as JUnit XML 1.0 in UTF-8. All text from outside is escaped; characters that
/// XML 1.0 cannot hold are removed. Deterministic: there is no time stamp. Linear in tiers x strata
/// x metrics.
[[nodiscard]] inline std::string junit_report(const comparison& c) {
  using namespace report::detail;
  junit_counts counts;
  for (const judged_tier& tier : c.tiers)
    counts += tier;
  const std::string results = digest(c);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                    xml_attribute("name", "tailgate: " + c.title) + counts.attributes() + ">\n";
  for (const judged_tier& tier : c.tiers)
    out += junit_suite(c, tier, results);
  return out + "</testsuites>\n";
}

} // namespace tailgate
