// The report for machines: every number with all its digits, and a digest that two equal runs
// share.
//
//   {"schema": "tailgate.report/1", "model": ..., "seed": ..., "environment": {...},
//    "digest": "<SHA-256>", "baseline": ..., "alpha": ..., "settings": {...}, "tiers": [...]}
//
// docs/report.schema.json describes it (JSON Schema, draft 2020-12). An undefined estimate is null
// and its reason stands in the sibling object "undefined" under the same name.
#pragma once

#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/escape.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace report::detail {

using json = nlohmann::ordered_json;

/// Sets a member; a name that is taken already, which happens when two names differ only in bytes
/// that are no UTF-8, gets a suffix.
inline void add_member(json& object, std::string_view name, json value) {
  std::string key = valid_utf8(name);
  for (int n = 2; object.contains(key); ++n)
    key = valid_utf8(name) + "#" + std::to_string(n);
  object[key] = std::move(value);
}

/// An object whose estimates leave their reasons in "undefined".
class json_record {
public:
  void set(const char* name, json value) { object_[name] = std::move(value); }
  void set(const char* name, std::string_view text) { object_[name] = valid_utf8(text); }
  void set(const char* name, double number) { set(name, estimate<double>(number)); }

  void set(const char* name, const estimate<double>& e) {
    if (!e)
      set_undefined(name, e.why());
    else if (!std::isfinite(e.value()))
      set_undefined(name, undefined_reason::non_finite_input);
    else
      object_[name] = e.value();
  }

  void set(const char* name, const estimate<interval>& e) {
    if (!e)
      set_undefined(name, e.why());
    else if (!std::isfinite(e.value().lower) || !std::isfinite(e.value().upper))
      set_undefined(name, undefined_reason::non_finite_input);
    else
      object_[name] = json::array({e.value().lower, e.value().upper});
  }

  /// The object, with "undefined" last where a reason was left.
  [[nodiscard]] json take() {
    if (!undefined_.empty())
      object_["undefined"] = std::move(undefined_);
    return std::move(object_);
  }

private:
  void set_undefined(const char* name, undefined_reason why) {
    object_[name] = nullptr;
    undefined_[name] = to_string(why);
  }

  json object_ = json::object();
  json undefined_ = json::object();
};

[[nodiscard]] inline json json_pairs(
    const std::vector<std::pair<std::string, std::string>>& pairs) {
  json object = json::object();
  for (const auto& [name, value] : pairs)
    add_member(object, name, valid_utf8(value));
  return object;
}

[[nodiscard]] inline json json_stratum_key(const stratum_key& key) {
  return json_pairs(key.levels());
}

[[nodiscard]] inline json json_stratum(const judged_stratum& s) {
  const paired_summary& row = s.summary;
  json_record record;
  record.set("stratum", json_stratum_key(row.stratum));
  record.set("metric", std::string_view(row.metric));
  record.set("unit", std::string_view(row.unit));
  record.set("better", std::string_view(row.direction == better::higher ? "higher" : "lower"));
  record.set("n", json(row.items));
  record.set("clusters", json(row.clusters));
  record.set("weight", row.weight);
  record.set("baseline", row.baseline);
  record.set("candidate", row.candidate);
  record.set("difference", row.difference);
  record.set("interval", row.confidence);
  record.set("interval_level", row.confidence_level);
  record.set("method", std::string_view(row.method));
  record.set("standard_error", row.standard_error);
  if (s.decision == verdict::not_gated)
    record.set("margin", json(nullptr));
  else
    record.set("margin", s.margin);
  record.set("p_value", s.p_value);
  record.set("p_adjusted", s.p_adjusted);
  record.set("flips", json{{"lost", row.flips.lost}, {"gained", row.flips.gained}});
  record.set("further_pairs", s.further_pairs ? json(*s.further_pairs) : json(nullptr));
  record.set("note", std::string_view(s.note));
  record.set("verdict", std::string_view(to_string(s.decision)));
  return record.take();
}

[[nodiscard]] inline json json_population(const judged_metric& metric) {
  return metric.result.population().read(
      [&](std::span<const paired_summary>, const aggregate_values& total) {
        json_record record;
        record.set("metric", std::string_view(metric.result.metric()));
        record.set("unit", std::string_view(metric.result.unit()));
        record.set("estimand", std::string_view("population"));
        record.set("estimand_text", std::string_view(total.estimand));
        record.set("baseline", total.baseline);
        record.set("candidate", total.candidate);
        record.set("difference", total.difference);
        record.set("interval", total.confidence);
        record.set("interval_level", metric.result.confidence_level());
        record.set("standard_error", total.standard_error);
        return record.take();
      });
}

[[nodiscard]] inline json json_tier(const judged_tier& tier) {
  json_record record;
  record.set("name", std::string_view(tier.name));
  record.set("bits_per_weight", tier.bits_per_weight);
  record.set("verdict", std::string_view(to_string(tier.decision)));
  json strata = json::array(), population = json::array();
  for (const judged_metric& metric : tier.metrics) {
    for (const judged_stratum& s : metric.strata)
      strata.push_back(json_stratum(s));
    population.push_back(json_population(metric));
  }
  record.set("strata", std::move(strata));
  record.set("population", std::move(population));
  if (tier.worst) {
    json_record worst;
    worst.set("stratum", json_stratum_key(tier.worst->stratum));
    worst.set("metric", std::string_view(tier.worst->metric));
    worst.set("difference", tier.worst->difference);
    record.set("worst", worst.take());
  } else {
    record.set("worst", json(nullptr));
  }
  record.set("masking_ratio", tier.masking_ratio);
  return record.take();
}

/// What the digest is taken of: everything that equal runs have in common.
[[nodiscard]] inline json json_results(const comparison& c) {
  json_record record;
  record.set("baseline", std::string_view(c.baseline));
  record.set("alpha", c.alpha);
  record.set("settings", json_pairs(c.settings));
  json tiers = json::array();
  for (const judged_tier& tier : c.tiers)
    tiers.push_back(json_tier(tier));
  record.set("tiers", std::move(tiers));
  return record.take();
}

} // namespace report::detail

/// The SHA-256, in hexadecimal, of the report's members behind "digest": as one JSON object, in
/// order, without white space, in UTF-8. Parsing a report into an order-keeping value, dropping
/// the members up to "digest" and dumping the rest gives the same text, so a reader can check it.
/// Numbers are written with the fewest digits that read back to the same double.
[[nodiscard]] inline std::string report_digest(const comparison& c) {
  return sha256_hex(report::detail::json_results(c).dump());
}

/// Writes a comparison as one JSON object, ended by '\n'. `indent` spaces a level; negative: none,
/// on one line. Bytes that are no UTF-8 become U+FFFD. Deterministic; `environment` alone may
/// differ between runs that share a digest. Linear in tiers x strata x metrics.
[[nodiscard]] inline std::string json_report(const comparison& c, int indent = 2) {
  report::detail::json results = report::detail::json_results(c);
  report::detail::json_record head;
  head.set("schema", std::string_view("tailgate.report/1"));
  head.set("model", std::string_view(c.title));
  head.set("seed", report::detail::json(c.seed));
  head.set("environment", report::detail::json_pairs(c.environment));
  head.set("digest", std::string_view(sha256_hex(results.dump())));
  report::detail::json document = head.take();
  for (auto& [name, value] : results.items())
    document[name] = std::move(value);
  return document.dump(indent) + "\n";
}

} // namespace tailgate
