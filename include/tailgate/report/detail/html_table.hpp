// The table of the HTML report: every tier, stratum and metric with all numbers. Sorting and
// filtering are added by the script; without it the table is complete, in order of damage.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// A numeric cell with the full value to sort by; undefined ones sort last.
[[nodiscard]] inline std::string html_number_cell(
    const std::string& shown, const estimate<double>& value) {
  return "<td class=\"num\" data-v=\"" +
         (value ? format_scientific(value.value(), 17) : std::string()) + "\">" + shown + "</td>";
}

/// The adjusted p-value; when the interval has the same reason to be undefined, only "n/a".
[[nodiscard]] inline std::string html_p(const judged_stratum& s) {
  if (!s.p_adjusted && !s.summary.confidence && s.p_adjusted.why() == s.summary.confidence.why())
    return "<span class=\"na\">n/a</span>";
  return html_estimate(s.p_adjusted, [](double p) { return format_p(p); });
}

[[nodiscard]] inline std::string html_table_row(const judged_tier& tier, const judged_stratum& s) {
  const paired_summary& row = s.summary;
  const auto count = [](std::size_t n) { return estimate<double>(static_cast<double>(n)); };
  std::string out = "<tr" + html_attribute("data-tier", tier.name) +
                    html_attribute("data-metric", row.metric) +
                    html_attribute("data-verdict", to_string(s.decision)) + "><td>" +
                    escape_html(tier.name) + "</td><th scope=\"row\">" + html_stratum(row.stratum) +
                    "</th><td>" + escape_html(metric_label(row.metric)) + "</td>";
  out += html_number_cell(
      format_count(row.items) +
          (row.clusters == row.items
                  ? ""
                  : " <small>in " + format_count(row.clusters) +
                        (row.clusters == 1 ? " cluster" : " clusters") + "</small>"),
      count(row.items));
  out += html_number_cell(escape_html(format_percent(row.weight)), row.weight);
  out += html_number_cell(html_score_of(row.baseline, row), row.baseline);
  out += html_number_cell(html_score_of(row.candidate, row), row.candidate);
  out += html_number_cell(html_difference(row.difference, row.unit), row.difference);
  out += html_number_cell(html_interval(row.confidence, row.unit),
      row.confidence ? estimate<double>(row.confidence.value().lower)
                     : estimate<double>(row.confidence.why()));
  out += has_flips(row) ? html_number_cell("\u2212" + format_count(row.flips.lost) + " +" +
                                               format_count(row.flips.gained),
                              count(row.flips.lost))
                        : html_number_cell("", {});
  out += html_number_cell(s.decision == verdict::not_gated ? "" : html_p(s), s.p_adjusted);
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
  for (const std::string& metric : metric_names(c))
    metrics.emplace_back(metric, metric_label(metric));
  for (const verdict v : all_verdicts)
    verdicts.emplace_back(to_string(v), verdict_label(v));
  return "<form class=\"filters\" hidden><label>Stratum <input type=\"search\" "
         "data-filter=\"text\" placeholder=\"part of its name\"></label>\n" +
         html_select("tier", "Tier", tiers) + html_select("metric", "Metric", metrics) +
         html_select("verdict", "Verdict", verdicts) +
         "<output aria-live=\"polite\"></output></form>\n";
}

[[nodiscard]] inline std::string html_table(const comparison& c) {
  std::string out = html_filters(c) +
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All "
                    "numbers\"><table class=\"data\"><caption class=\"vh\">Every tier, stratum and "
                    "metric</caption>\n<thead><tr>";
  static constexpr std::array<std::string_view, 12> headers{"Tier", "Stratum", "Metric", "n",
      "Weight", "Baseline", "Candidate", "Difference", "Interval", "Flips", "Adj. p", "Verdict"};
  for (std::size_t j = 0; j < headers.size(); ++j)
    out += std::string("<th scope=\"col\"") + (j >= 3 && j <= 10 ? " class=\"num\"" : "") + ">" +
           std::string(headers[j]) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const judged_tier& tier : c.tiers)
    for (const judged_metric& metric : tier.metrics)
      for (const judged_stratum* s : by_damage(metric))
        out += html_table_row(tier, *s);
  return html_section("table", "All numbers",
      "Differences of proportions are in percentage points. Flips: right answers lost and gained. "
      "P-values are adjusted over the strata of a tier (Holm).",
      out + "</tbody></table></div>\n");
}

} // namespace tailgate::report::detail
