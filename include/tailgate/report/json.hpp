// The report for machines: every number with all its digits, and a digest that two equal runs
// share.
//
//   {"schema": "tailgate.report/1", "model": ..., "seed": ..., "environment": {...},
//    "digest": "<SHA-256>", "baseline": ..., "alpha": ..., "settings": {...}, "tiers": [...]}
//
// docs/report.schema.json describes it (JSON Schema, draft 2020-12). An undefined estimate is null
// and its reason stands in the sibling object "undefined" under the same name.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <tailgate/core/sha256.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/escape.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace report::detail {

/// An object of texts. Names that are equal once malformed bytes are replaced are kept apart by a
/// suffix.
[[nodiscard]] inline std::string json_texts(
    const std::vector<std::pair<std::string, std::string>>& pairs) {
  json_object object;
  std::set<std::string> taken;
  for (const auto& [name, value] : pairs) {
    std::string key = valid_utf8(name);
    for (int n = 2; !taken.insert(key).second; ++n)
      key = valid_utf8(name) + "#" + std::to_string(n);
    object.text(key, value);
  }
  return object.str();
}

[[nodiscard]] inline std::string json_stratum(const judged_stratum& s) {
  const paired_summary& row = s.summary;
  json_object flips;
  flips.count("lost", row.flips.lost);
  flips.count("gained", row.flips.gained);
  json_object object;
  object.raw("stratum", json_texts(row.stratum.levels()));
  object.text("metric", row.metric);
  object.text("unit", row.unit);
  object.text("better", row.direction == better::higher ? "higher" : "lower");
  object.count("n", row.items);
  object.count("clusters", row.clusters);
  object.number("weight", row.weight);
  object.number("baseline", row.baseline);
  object.number("candidate", row.candidate);
  object.number("difference", row.difference);
  object.range("interval", row.confidence);
  object.number("interval_level", row.confidence_level);
  object.text("method", row.method);
  object.number("standard_error", row.standard_error);
  if (s.decision == verdict::not_gated)
    object.null("margin");
  else
    object.number("margin", s.margin);
  object.number("p_value", s.p_value);
  object.number("p_adjusted", s.p_adjusted);
  object.raw("flips", flips.str());
  if (s.further_pairs)
    object.count("further_pairs", *s.further_pairs);
  else
    object.null("further_pairs");
  object.text("note", s.note);
  object.text("verdict", to_string(s.decision));
  return object.str();
}

[[nodiscard]] inline std::string json_population(const judged_metric& metric) {
  return population_of(metric).read(
      [&](std::span<const paired_summary>, const aggregate_values& total) {
        json_object object;
        object.text("metric", metric.result.metric());
        object.text("unit", metric.result.unit());
        object.text("estimand", "population");
        object.text("estimand_text", total.estimand);
        object.number("baseline", total.baseline);
        object.number("candidate", total.candidate);
        object.number("difference", total.difference);
        object.range("interval", total.confidence);
        object.number("interval_level", metric.result.confidence_level());
        object.number("standard_error", total.standard_error);
        return object.str();
      });
}

[[nodiscard]] inline std::string json_tier(const judged_tier& tier) {
  std::vector<std::string> strata, population;
  for (const judged_metric& metric : tier.metrics) {
    for (const judged_stratum& s : metric.strata)
      strata.push_back(json_stratum(s));
    population.push_back(json_population(metric));
  }
  json_object object;
  object.text("name", tier.name);
  object.number("bits_per_weight", tier.bits_per_weight);
  object.text("verdict", to_string(tier.decision));
  object.raw("strata", json_array(strata));
  object.raw("population", json_array(population));
  if (tier.worst) {
    json_object worst;
    worst.raw("stratum", json_texts(tier.worst->stratum.levels()));
    worst.text("metric", tier.worst->metric);
    worst.number("difference", tier.worst->difference);
    object.raw("worst", worst.str());
  } else {
    object.null("worst");
  }
  object.number("masking_ratio", tier.masking_ratio);
  return object.str();
}

/// What the digest is taken of: everything that equal runs have in common.
[[nodiscard]] inline std::string json_results(const comparison& c) {
  std::vector<std::string> tiers;
  for (const judged_tier& tier : c.tiers)
    tiers.push_back(json_tier(tier));
  json_object object;
  object.text("baseline", c.baseline);
  object.number("alpha", c.alpha);
  object.raw("settings", json_texts(c.settings));
  object.raw("tiers", json_array(tiers));
  return object.str();
}

} // namespace report::detail

/// The SHA-256, in hexadecimal, of the report's members behind "digest": as one JSON object, in
/// order, without white space, in UTF-8. A reader can check it, for example in Python:
///
///   names = list(report); rest = {n: report[n] for n in names[names.index("digest") + 1:]}
///   text = json.dumps(rest, separators=(",", ":"), ensure_ascii=False)
///   hashlib.sha256(text.encode()).hexdigest() == report["digest"]
[[nodiscard]] inline std::string report_digest(const comparison& c) {
  return sha256_hex(report::detail::json_results(c));
}

/// Writes a comparison as one JSON object, ended by '\n', with `indent` spaces a level; 0: on one
/// line without white space. Bytes that are no UTF-8 become U+FFFD. Deterministic; `environment`
/// alone may differ between runs that share a digest. Linear in tiers x strata x metrics.
[[nodiscard]] inline std::string json_report(const comparison& c, std::size_t indent = 2) {
  using namespace report::detail;
  const std::string results = json_results(c);
  json_object head;
  head.text("schema", "tailgate.report/1");
  head.text("model", c.title);
  head.count("seed", c.seed);
  head.raw("environment", json_texts(c.environment));
  head.text("digest", sha256_hex(results));
  std::string document = head.str();
  document.back() = ',';
  document.append(results, 1);
  return (indent == 0 ? document : indent_json(document, indent)) + "\n";
}

} // namespace tailgate
