// One stratum of one metric as JSON.
#pragma once

#include <set>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/stats/flip_bounds.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <utility>
#include <vector>

namespace tailgate::report::detail {

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

/// Right answers of two runs without pairs, and what they say of the flips: the fewest and the most
/// of each, null where the runs have other numbers of items.
[[nodiscard]] inline std::string json_marginals(const stats::marginal_counts& counts) {
  json_object object;
  object.count("baseline_right", counts.baseline_right);
  object.count("baseline_items", counts.baseline_items);
  object.count("candidate_right", counts.candidate_right);
  object.count("candidate_items", counts.candidate_items);
  const auto bounds = counts.baseline_items == counts.candidate_items
                          ? stats::frechet_flip_bounds(counts)
                          : estimate<stats::flip_bounds>(undefined_reason::not_measured);
  if (bounds) {
    const auto& [fewest, most] = bounds.value();
    object.raw("lost", json_array({std::to_string(fewest.lost), std::to_string(most.lost)}));
    object.raw("gained", json_array({std::to_string(fewest.gained), std::to_string(most.gained)}));
  } else {
    object.null("lost");
    object.null("gained");
  }
  return object.str();
}

[[nodiscard]] inline std::string json_distribution(const value_distribution& values) {
  std::vector<std::string> quantiles;
  quantiles.reserve(values.quantiles.size());
  for (const value_quantile& q : values.quantiles) {
    json_object quantile;
    quantile.number("probability", q.probability);
    quantile.number("baseline", q.baseline);
    quantile.number("candidate", q.candidate);
    quantile.number("shift", q.shift);
    quantiles.push_back(quantile.str());
  }
  json_object object;
  object.count("observations", values.observations);
  object.number("rank_error", values.rank_error);
  object.number("root_mean_square_shift", values.root_mean_square_shift);
  object.raw("quantiles", json_array(quantiles));
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
  object.count("missing_items", row.missing_items);
  object.number("weight", row.weight);
  object.number("baseline", row.baseline);
  object.number("candidate", row.candidate);
  object.number("difference", row.difference);
  object.range("interval", row.confidence);
  object.number("interval_level", row.confidence_level);
  object.text("method", row.method);
  object.number("standard_error", row.standard_error);
  object.number("degrees_of_freedom", row.degrees_of_freedom);
  object.number("skewness", row.skewness);
  object.number("design_effect", row.design_effect);
  if (s.decision == verdict::not_gated)
    object.null("margin");
  else
    object.number("margin", s.margin);
  object.number("p_value", s.p_value);
  object.number("p_adjusted", s.p_adjusted);
  object.number("q_value", s.q_value);
  object.raw("flips", row.marginals ? "null" : flips.str());
  object.raw("marginals", row.marginals ? json_marginals(*row.marginals) : "null");
  object.raw("distribution", row.distribution ? json_distribution(*row.distribution) : "null");
  if (s.further_pairs)
    object.count("further_pairs", *s.further_pairs);
  else
    object.null("further_pairs");
  object.text("note", s.note);
  object.text("verdict", to_string(s.decision));
  return object.str();
}

} // namespace tailgate::report::detail
