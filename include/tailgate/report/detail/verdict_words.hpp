// How every report names verdicts and metrics, and what it says beside a stratum's numbers.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// A mark of one column that says the verdict without colour.
[[nodiscard]] inline const char* verdict_mark(verdict v) noexcept {
  switch (v) {
  case verdict::pass:
    return "\u2713"; // check mark
  case verdict::fail:
    return "\u2717"; // ballot x
  case verdict::inconclusive:
    return "?";
  case verdict::uninformative:
    return "\u2205"; // empty set
  case verdict::not_gated:
    return ".";
  }
  return " ";
}

/// The verdict in words: "not gated".
[[nodiscard]] inline std::string verdict_label(verdict v) {
  return v == verdict::not_gated ? "not gated" : to_string(v);
}

inline constexpr verdict all_verdicts[] = {verdict::fail, verdict::inconclusive,
    verdict::uninformative, verdict::pass, verdict::not_gated};

/// "exact match" for "exact_match".
[[nodiscard]] inline std::string metric_label(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// "0.982 -> 0.961 (-2.1 points)", with `arrow` between the scores.
[[nodiscard]] inline std::string movement(const estimate<double>& baseline,
    const estimate<double>& candidate, const estimate<double>& difference, std::string_view unit,
    std::string_view arrow) {
  const auto score = [&](double x) { return format_score(x, unit); };
  if (!difference)
    return format_undefined(difference.why());
  return format_estimate(baseline, score) + std::string(arrow) + format_estimate(candidate, score) +
         " (" + format_difference(difference.value(), unit) + " " + difference_unit(unit) + ")";
}
[[nodiscard]] inline std::string movement(const paired_summary& row, std::string_view arrow) {
  return movement(row.baseline, row.candidate, row.difference, row.unit, arrow);
}

/// "-39.0 x": the difference and the mark of the verdict; empty where the tier lacks the stratum.
[[nodiscard]] inline std::string matrix_text(const judged_stratum* s) {
  if (s == nullptr)
    return "";
  const paired_summary& row = s->summary;
  return (row.difference ? format_difference(row.difference.value(), row.unit) : "n/a") + " " +
         verdict_mark(s->decision);
}

/// The key to the marks.
[[nodiscard]] inline std::string verdict_key() {
  std::string key;
  for (const verdict v : all_verdicts)
    key += std::string(key.empty() ? "" : "   ") + verdict_mark(v) + " " + verdict_label(v);
  return key;
}

/// How many strata of a metric have each verdict: "2 fail, 1 inconclusive, 5 pass".
[[nodiscard]] inline std::string verdict_counts(const judged_metric& metric) {
  std::string text;
  for (const verdict v : all_verdicts) {
    const auto count = std::count_if(metric.strata.begin(), metric.strata.end(),
        [v](const judged_stratum& s) { return s.decision == v; });
    if (count != 0)
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + verdict_label(v);
  }
  return text;
}

/// The stratum's note, and how many items would decide an inconclusive one.
[[nodiscard]] inline std::string row_note(const judged_stratum& s) {
  std::string text = s.note;
  if (s.decision == verdict::inconclusive && s.further_pairs)
    text += (text.empty() ? "about " : "; about ") + format_count(*s.further_pairs) +
            (*s.further_pairs == 1 ? " further pair needed" : " further pairs needed");
  return text;
}

/// Whether any stratum's items share sources, so that clusters are worth a column.
[[nodiscard]] inline bool has_clusters(const judged_metric& metric) {
  return std::any_of(metric.strata.begin(), metric.strata.end(),
      [](const judged_stratum& s) { return s.summary.clusters != s.summary.items; });
}

/// Whether right and wrong outcomes were counted: exact match and the like.
[[nodiscard]] inline bool has_flips(const paired_summary& row) {
  return is_proportion(row.unit);
}
[[nodiscard]] inline bool has_flips(const judged_metric& metric) {
  return is_proportion(metric.result.unit());
}

} // namespace tailgate::report::detail
