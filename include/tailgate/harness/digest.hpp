// A digest of a comparison: two runs agree in every value exactly when their digests are equal.
//
// The canonical text has one field a line in a fixed order, NAME=LENGTH:VALUE with the length in
// bytes, so that no text in a value can imitate another field. Integers are decimal; doubles are
// the shortest text that reads back as the same double, -0 as 0; an undefined estimate is "?" with
// its reason; lists begin with their length. The digest is SHA-256 of that text. Numbers over
// several strata and the ladder are functions of the strata and are not in it.
//
// Two things are left out, since equal runs differ in them: the environment, and the metric
// "latency", which measures a machine at one moment. A gate that judges by latency puts it into
// every verdict, and no digest of its results will repeat.
//
// This is the digest that the reports print. It identifies results, whatever the layout of the
// report that they are printed in; it is no checksum of a file.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

namespace detail {

/// Appends fields to a canonical text.
class canonical_writer {
public:
  void field(std::string_view name, std::string_view value) {
    text_.append(name).append(1, '=').append(std::to_string(value.size())).append(1, ':');
    text_.append(value).append(1, '\n');
  }

  void field(std::string_view name, std::unsigned_integral auto value) {
    field(name, std::string_view(std::to_string(value)));
  }

  void field(std::string_view name, double value) {
    field(name, std::string_view(shortest(value)));
  }

  void field(std::string_view name, const estimate<double>& value) {
    field(name, std::string_view(value ? shortest(value.value()) : reason(value.why())));
  }

  void field(std::string_view name, const estimate<interval>& value) {
    field(name,
        std::string_view(value ? shortest(value.value().lower) + " " + shortest(value.value().upper)
                               : reason(value.why())));
  }

  void field(std::string_view name, const stratum_key& value) {
    field(name, value.levels().size());
    for (const auto& [axis, level] : value.levels()) {
      field("axis", std::string_view(axis));
      field("level", std::string_view(level));
    }
  }

  void field(std::string_view name, const interval& value) {
    field(name, estimate<interval>(value));
  }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
  [[nodiscard]] static std::string shortest(double x) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x == 0 ? 0.0 : x);
    return {buffer.data(), end.ptr};
  }

  [[nodiscard]] static std::string reason(undefined_reason why) {
    return std::string("?") + to_string(why);
  }

  std::string text_;
};

inline void write_canonical(canonical_writer& out, const value_distribution& d) {
  out.field("observations", d.observations);
  out.field("rank_error", d.rank_error);
  out.field("root_mean_square_shift", d.root_mean_square_shift);
  out.field("quantiles", d.quantiles.size());
  for (const value_quantile& q : d.quantiles) {
    out.field("probability", q.probability);
    out.field("baseline", q.baseline);
    out.field("candidate", q.candidate);
    out.field("shift", q.shift);
  }
}

inline void write_canonical(canonical_writer& out, const paired_summary& row) {
  out.field("stratum", row.stratum);
  out.field("metric", std::string_view(row.metric));
  out.field("unit", std::string_view(row.unit));
  out.field("better", std::string_view(row.direction == better::higher ? "higher" : "lower"));
  out.field("items", row.items);
  out.field("clusters", row.clusters);
  out.field("weight", row.weight);
  out.field("baseline", row.baseline);
  out.field("candidate", row.candidate);
  out.field("difference", row.difference);
  out.field("confidence", row.confidence);
  out.field("confidence_level", row.confidence_level);
  out.field("method", std::string_view(row.method));
  out.field("standard_error", row.standard_error);
  out.field("lost", row.flips.lost);
  out.field("gained", row.flips.gained);
  out.field("degrees_of_freedom", row.degrees_of_freedom);
  out.field("skewness", row.skewness);
  out.field("design_effect", row.design_effect);
  out.field("marginals", std::size_t{row.marginals ? 1u : 0u});
  if (row.marginals) {
    out.field("baseline_right", row.marginals->baseline_right);
    out.field("baseline_items", row.marginals->baseline_items);
    out.field("candidate_right", row.marginals->candidate_right);
    out.field("candidate_items", row.marginals->candidate_items);
  }
  out.field("distribution", std::size_t{row.distribution ? 1u : 0u});
  if (row.distribution)
    write_canonical(out, *row.distribution);
  out.field("missing_items", row.missing_items);
}

inline void write_canonical(canonical_writer& out, const judged_stratum& s) {
  write_canonical(out, s.summary);
  out.field("margin", s.margin);
  out.field("p_value", s.p_value);
  out.field("p_adjusted", s.p_adjusted);
  out.field("q_value", s.q_value);
  out.field("decision", std::string_view(to_string(s.decision)));
  out.field(
      "further_pairs", std::string_view(s.further_pairs ? std::to_string(*s.further_pairs) : "?"));
  out.field("note", std::string_view(s.note));
}

/// Whether equal runs agree in a metric's values: all but latency::name.
[[nodiscard]] inline bool is_repeatable(const judged_metric& metric) {
  return metric.result.metric() != "latency";
}

inline void write_canonical(canonical_writer& out, const judged_tier& tier) {
  out.field("tier", std::string_view(tier.name));
  out.field("bits_per_weight", tier.bits_per_weight);
  out.field("decision", std::string_view(to_string(tier.decision)));
  out.field("metrics", static_cast<std::size_t>(
                           std::count_if(tier.metrics.begin(), tier.metrics.end(), is_repeatable)));
  for (const judged_metric& metric : tier.metrics) {
    if (!is_repeatable(metric))
      continue;
    out.field("rows", metric.result.strata().size());
    for (const paired_summary& row : metric.result.strata())
      write_canonical(out, row);
    out.field("judged", metric.strata.size());
    for (const judged_stratum& s : metric.strata)
      write_canonical(out, s);
  }
  out.field("worst", std::size_t{tier.worst ? 1u : 0u});
  if (tier.worst) {
    out.field("stratum", tier.worst->stratum);
    out.field("metric", std::string_view(tier.worst->metric));
    out.field("difference", tier.worst->difference);
  }
  out.field("masking_ratio", tier.masking_ratio);
}

inline void write_canonical(canonical_writer& out, const noise_floor& noise) {
  out.field("source", std::string_view(noise.source));
  out.field("replicates", noise.replicates);
  out.field("false_fails", noise.false_fails);
  out.field("false_fail_rate", noise.false_fail_rate);
  out.field("fails_without_margin", noise.fails_without_margin);
  out.field("fail_rate_without_margin", noise.fail_rate_without_margin);
  out.field("cluster_p_value", noise.cluster_p_value);
  out.field("neighbours", noise.neighbours);
  out.field("fails_of_neighbours", noise.fails_of_neighbours);
  out.field("fail_rate_of_neighbours", noise.fail_rate_of_neighbours);
  out.field("neighbour_p_value", noise.neighbour_p_value);
  out.field("noise_strata", noise.strata.size());
  for (const noise_floor::stratum_noise& s : noise.strata) {
    out.field("stratum", s.stratum);
    out.field("metric", std::string_view(s.metric));
    out.field("difference", s.difference);
  }
}

} // namespace detail

/// The canonical text of every value in `c` that equal runs share, for finding out where two
/// differ.
[[nodiscard]] inline std::string canonical_text(const comparison& c) {
  detail::canonical_writer out;
  out.field("title", std::string_view(c.title));
  out.field("baseline", std::string_view(c.baseline));
  out.field("seed", c.seed);
  out.field("alpha", c.alpha);
  out.field("tiers", c.tiers.size());
  for (const judged_tier& tier : c.tiers)
    detail::write_canonical(out, tier);
  out.field("baseline_flags", c.baseline_flags.size());
  for (const baseline_flag& flag : c.baseline_flags) {
    out.field("stratum", flag.stratum);
    out.field("metric", std::string_view(flag.metric));
    out.field("text", std::string_view(flag.text));
  }
  out.field("noise", std::size_t{c.noise ? 1u : 0u});
  if (c.noise)
    detail::write_canonical(out, *c.noise);
  out.field("remarks", c.remarks.size());
  for (const std::string& remark : c.remarks)
    out.field("remark", std::string_view(remark));
  out.field("settings", c.settings.size());
  for (const auto& [name, value] : c.settings) {
    out.field("name", std::string_view(name));
    out.field("value", std::string_view(value));
  }
  return out.text();
}

/// SHA-256 of canonical_text(c), as 64 lower-case hexadecimal digits.
[[nodiscard]] inline std::string digest(const comparison& c) {
  return sha256_hex(canonical_text(c));
}

} // namespace tailgate
