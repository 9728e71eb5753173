// The report for machines: every number with all its digits, and a digest that two equal runs
// share.
//
//   {"schema": "tailgate.report/2", "model": ..., "seed": ..., "environment": {...},
//    "digest": "<SHA-256>", "baseline": ..., "alpha": ..., "settings": {...},
//    "baseline_flags": [...], "remarks": [...], "noise": {...}, "ladder": {...}, "tiers": [...]}
//
// docs/report.schema.json describes it (JSON Schema, draft 2020-12). An undefined estimate is null
// and its reason stands in the sibling object "undefined" under the same name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/digest.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tailgate/report/detail/cliffs.hpp>
#include <tailgate/report/detail/json_findings.hpp>
#include <tailgate/report/detail/json_row.hpp>
#include <tailgate/report/detail/json_tier.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <vector>

namespace tailgate {

/// Writes a comparison as one JSON object, ended by '\n', with `indent` spaces a level; 0: on one
/// line without white space. Bytes that are no UTF-8 become U+FFFD. Deterministic; `environment`
/// and the metric "latency" alone may differ between reports that share a digest (digest.hpp).
/// Linear in tiers x strata x metrics.
[[nodiscard]] inline std::string json_report(const comparison& c, std::size_t indent = 2) {
  using namespace report::detail;
  std::vector<std::string> tiers;
  tiers.reserve(c.tiers.size());
  for (const judged_tier& tier : c.tiers)
    tiers.push_back(json_tier(tier));
  const std::optional<ladder> rungs = ladder_of(c);
  json_object object;
  object.text("schema", "tailgate.report/2");
  object.text("model", c.title);
  object.count("seed", c.seed);
  object.raw("environment", json_texts(c.environment));
  object.text("digest", digest(c));
  object.text("baseline", c.baseline);
  object.number("alpha", c.alpha);
  object.raw("settings", json_texts(c.settings));
  object.raw("baseline_flags", json_flags(c.baseline_flags));
  object.raw("remarks", json_strings(c.remarks));
  object.raw("noise", c.noise ? json_noise(*c.noise) : "null");
  object.raw("ladder", rungs ? json_ladder(*rungs) : "null");
  object.raw("tiers", json_array(tiers));
  const std::string document = object.str();
  return (indent == 0 ? document : indent_json(document, indent)) + "\n";
}

} // namespace tailgate
