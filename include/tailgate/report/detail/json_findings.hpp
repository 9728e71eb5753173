// What concerns a whole comparison as JSON: doubts about the baseline, the noise floor, the ladder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tailgate/report/detail/json_row.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <vector>

namespace tailgate::report::detail {

[[nodiscard]] inline std::string json_flags(const std::vector<baseline_flag>& flags) {
  std::vector<std::string> objects;
  objects.reserve(flags.size());
  for (const baseline_flag& flag : flags) {
    json_object object;
    object.raw("stratum", json_texts(flag.stratum.levels()));
    object.text("metric", flag.metric);
    object.text("text", flag.text);
    objects.push_back(object.str());
  }
  return json_array(objects);
}

[[nodiscard]] inline std::string json_strings(const std::vector<std::string>& texts) {
  std::vector<std::string> strings;
  strings.reserve(texts.size());
  for (const std::string& text : texts)
    strings.push_back(json_string(text));
  return json_array(strings);
}

[[nodiscard]] inline std::string json_noise(const noise_floor& noise) {
  std::vector<std::string> strata;
  strata.reserve(noise.strata.size());
  for (const noise_floor::stratum_noise& s : noise.strata) {
    json_object object;
    object.raw("stratum", json_texts(s.stratum.levels()));
    object.text("metric", s.metric);
    object.number("difference", s.difference);
    strata.push_back(object.str());
  }
  json_object object;
  object.text("source", noise.source);
  object.count("replicates", noise.replicates);
  object.count("false_fails", noise.false_fails);
  object.range("false_fail_rate", noise.false_fail_rate);
  object.count("fails_without_margin", noise.fails_without_margin);
  object.range("fail_rate_without_margin", noise.fail_rate_without_margin);
  object.number("cluster_p_value", noise.cluster_p_value);
  object.count("neighbours", noise.neighbours);
  object.count("fails_of_neighbours", noise.fails_of_neighbours);
  object.range("fail_rate_of_neighbours", noise.fail_rate_of_neighbours);
  object.number("neighbour_p_value", noise.neighbour_p_value);
  object.raw("strata", json_array(strata));
  return object.str();
}

/// Tiers by name; null where there is none.
[[nodiscard]] inline std::string json_rung(
    const ladder& rungs, const std::optional<std::size_t>& position) {
  return position ? json_string(rungs.tiers[*position]) : "null";
}

[[nodiscard]] inline std::string json_rungs(
    const ladder& rungs, const std::vector<std::size_t>& positions) {
  std::vector<std::string> names;
  names.reserve(positions.size());
  for (const std::size_t position : positions)
    names.push_back(rungs.tiers[position]);
  return json_strings(names);
}

[[nodiscard]] inline std::string json_ladder(const ladder& rungs) {
  std::vector<std::string> cliffs;
  cliffs.reserve(rungs.cliffs.size());
  for (const stratum_cliff& cliff : rungs.cliffs) {
    json_object object;
    object.raw("stratum", json_texts(cliff.stratum.levels()));
    object.text("metric", cliff.metric);
    object.text("state", to_string(cliff.state));
    object.raw("last_pass", json_rung(rungs, cliff.last_pass));
    object.raw("cliff", json_rung(rungs, cliff.cliff));
    object.raw("first_fail", json_rung(rungs, cliff.first_fail));
    object.raw("passes_again", json_rungs(rungs, cliff.passes_again));
    object.raw("without_answer", json_rungs(rungs, cliff.without_answer));
    cliffs.push_back(object.str());
  }
  json_object object;
  object.raw("tiers", json_strings(rungs.tiers));
  object.raw("last_pass", json_rung(rungs, rungs.last_pass));
  object.raw("passes_again", json_rungs(rungs, rungs.passes_again));
  object.raw("cliffs", json_array(cliffs));
  return object.str();
}

} // namespace tailgate::report::detail
