// The table of the HTML report: every tier, stratum and metric with all numbers. Sorting, filtering
// and saving are added by the script; without it the table is complete, in order of damage.
#pragma once

#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/json_writer.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <utility>
#include <vector>

namespace tailgate::report::detail {

/// A cell of a number with all its digits to sort and save by; undefined ones sort last. `also` is
/// the second number of a cell that shows two.
[[nodiscard]] inline std::string html_number_cell(
    const std::string& shown, const estimate<double>& value, const estimate<double>& also = {}) {
  const auto digits = [](const estimate<double>& e) {
    return e && std::isfinite(e.value()) ? json_number(e.value()) : std::string();
  };
  return "<td data-v=\"" + digits(value) + "\"" +
         (also ? " data-u=\"" + digits(also) + "\"" : std::string()) + ">" + shown + "</td>";
}

/// A cell of a whole number, which its text has in full.
[[nodiscard]] inline std::string html_count_cell(const paired_summary& row) {
  if (row.clusters == row.items)
    return "<td>" + format_count(row.items) + "</td>";
  return html_number_cell(format_count(row.items) + " <small>in " + format_count(row.clusters) +
                              (row.clusters == 1 ? " cluster" : " clusters") + "</small>",
      static_cast<double>(row.items), static_cast<double>(row.clusters));
}

/// The adjusted p-value; when the interval has the same reason to be undefined, only "n/a".
[[nodiscard]] inline std::string html_p(const judged_stratum& s) {
  if (!s.p_adjusted && !s.summary.confidence && s.p_adjusted.why() == s.summary.confidence.why())
    return "<span class=\"na\">n/a</span>";
  return html_estimate(s.p_adjusted, [](double p) { return format_p(p); });
}

[[nodiscard]] inline std::string html_table_row(const judged_tier& tier, const judged_stratum& s) {
  const paired_summary& row = s.summary;
  const auto limit = [&](double interval::*side) {
    return row.confidence ? estimate<double>(row.confidence.value().*side)
                          : estimate<double>(row.confidence.why());
  };
  std::string out = std::string("<tr data-verdict=\"") + to_string(s.decision) + "\"><td>" +
                    escape_html(tier.name) + "</td><th scope=\"row\">" +
                    escape_html(row.stratum.name()) + "</th><td>" +
                    escape_html(metric_label(row.metric)) + "</td>";
  out += html_count_cell(row);
  out += html_number_cell(escape_html(format_percent(row.weight)), row.weight);
  out += html_number_cell(html_score_of(row.baseline, row), row.baseline);
  out += html_number_cell(html_score_of(row.candidate, row), row.candidate);
  out += html_number_cell(html_difference(row.difference, row.unit), row.difference);
  out += html_number_cell(
      html_interval(row.confidence, row.unit), limit(&interval::lower), limit(&interval::upper));
  out += has_flips(row) && !row.marginals
             ? html_number_cell(
                   "\u2212" + format_count(row.flips.lost) + " +" + format_count(row.flips.gained),
                   static_cast<double>(row.flips.lost), static_cast<double>(row.flips.gained))
             : "<td></td>";
  if (s.decision == verdict::not_gated)
    return out + "<td></td><td>" + verdict_label(s.decision) + "</td></tr>\n";
  out += html_number_cell(html_p(s), s.p_adjusted);
  const std::string note = row_note(s);
  return out + "<td>" + html_verdict(s.decision) +
         (note.empty() ? "" : "<small class=\"note\">" + escape_html(note) + "</small>") +
         "</td></tr>\n";
}

/// A labelled list of choices for the script to filter by.
[[nodiscard]] inline std::string html_select(const std::string& name, const std::string& label,
    const std::vector<std::pair<std::string, std::string>>& choices) {
  std::string out =
      "<label>" + label + " <select data-filter=\"" + name + "\"><option value=\"\">all</option>";
  for (const auto& [value, text] : choices)
    out += "<option" + html_attribute("value", value) + ">" + escape_html(text) + "</option>";
  return out + "</select></label>\n";
}

[[nodiscard]] inline std::string html_filters(const comparison& c) {
  std::vector<std::pair<std::string, std::string>> tiers, metrics, verdicts;
  for (const judged_tier& tier : c.tiers)
    tiers.emplace_back(tier.name, tier.name);
  if (!other_metrics(c).empty() && is_gated(c, leading_metrics(c).front()))
    metrics.emplace_back("*judged", "all that are judged");
  for (const std::string& metric : metric_names(c))
    metrics.emplace_back(metric_label(metric), metric_label(metric));
  for (const verdict v : all_verdicts)
    verdicts.emplace_back(to_string(v), verdict_label(v));
  return "<form class=\"filters\" hidden><label>Stratum <input type=\"search\" "
         "data-filter=\"text\" placeholder=\"part of its name\"></label>\n" +
         html_select("tier", "Tier", tiers) + html_select("metric", "Metric", metrics) +
         html_select("verdict", "Verdict", verdicts) +
         "<output aria-live=\"polite\"></output></form>\n";
}

/// The script shows the metrics that decide first; without it every row is there.
[[nodiscard]] inline std::string html_table(const comparison& c) {
  std::string out = html_filters(c) +
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All "
                    "numbers\"><table class=\"data all\"><caption class=\"vh\">Every tier, stratum "
                    "and metric</caption>\n<thead><tr>";
  struct header {
    std::string_view name, value, also; ///< as shown; as saved, of one number or two
  };
  static constexpr std::array<header, 12> headers{
      {{"Tier", "", ""}, {"Stratum", "", ""}, {"Metric", "", ""}, {"n", "items", "clusters"},
          {"Weight", "weight", ""}, {"Baseline", "baseline", ""}, {"Candidate", "candidate", ""},
          {"Difference", "difference", ""}, {"Interval", "lower", "upper"},
          {"Flips", "lost", "gained"}, {"Adj. p", "p_adjusted", ""}, {"Verdict", "", ""}}};
  for (const auto& [name, value, also] : headers) {
    out += "<th scope=\"col\"";
    if (!value.empty())
      out += " data-v=\"" + std::string(value) + "\"";
    if (!also.empty())
      out += " data-u=\"" + std::string(also) + "\"";
    out += ">" + std::string(name) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const judged_tier& tier : c.tiers)
    for (const judged_metric& metric : tier.metrics)
      for (const judged_stratum* s : by_damage(metric))
        out += html_table_row(tier, *s);
  return html_section("table", "All numbers",
      "Differences of proportions are in percentage points. Flips: right answers lost and gained. "
      "P-values are adjusted over all strata that are judged together (Holm).",
      out + "</tbody></table></div>\n<p><button type=\"button\" class=\"save\" hidden>Save all "
            "rows with all digits as CSV</button></p>\n");
}

} // namespace tailgate::report::detail
