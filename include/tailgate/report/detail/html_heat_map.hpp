// The heat map of the HTML report: strata by tiers, one table a metric. Each cell has its number
// and the verdict's mark, so the colour only repeats them.
//
// Steps of colour are even on a square-root scale up to the largest change of the metric: a change
// of 2 points stays visible beside one of 60.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

inline constexpr int heat_steps = 4;

/// The largest defined change of any stratum on a metric.
[[nodiscard]] inline double heat_scale(const comparison& c, const std::string& metric) {
  double largest = 0;
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, metric))
      for (const judged_stratum& s : m->strata)
        largest = std::max(largest, std::abs(s.summary.difference.value_or(0)));
  return largest;
}

/// The smallest change that has colour step `step`, 1 to heat_steps.
[[nodiscard]] inline double heat_threshold(int step, double scale) {
  const double root = (step - 0.5) / heat_steps;
  return scale * root * root;
}

/// "l3" for a large loss, "g1" for a small gain, "z" for next to nothing.
[[nodiscard]] inline std::string heat_class(const paired_summary& row, double scale) {
  if (!row.difference)
    return "na";
  int step = 0;
  while (step < heat_steps && scale > 0 &&
         std::abs(row.difference.value()) >= heat_threshold(step + 1, scale))
    ++step;
  if (step == 0)
    return "z";
  return (loss(row).value() > 0 ? "l" : "g") + std::to_string(step);
}

/// What the tooltip and the screen reader add to a cell's number.
[[nodiscard]] inline std::string heat_detail(const judged_stratum& s) {
  const paired_summary& row = s.summary;
  std::string text = s.decision == verdict::not_gated ? "" : verdict_label(s.decision) + "; ";
  text += movement(row, " \u2192 ") + "; " + format_level(row.confidence_level) + " interval " +
          format_estimate(
              row.confidence, [&](const interval& i) { return format_interval(i, row.unit); }) +
          "; n " + format_count(row.items);
  if (row.clusters != row.items)
    text += " in " + format_count(row.clusters) + " clusters";
  const std::string note = row_note(s);
  return note.empty() ? text : text + "; " + note;
}

[[nodiscard]] inline std::string html_heat_cell(const judged_stratum* s, double scale) {
  if (s == nullptr)
    return "<td class=\"none\"></td>";
  const paired_summary& row = s->summary;
  const std::string number =
      row.difference ? with_minus_sign(format_difference(row.difference.value(), row.unit)) : "n/a";
  const std::string tip = "<span class=\"tip\">" + escape_html(heat_detail(*s)) + "</span></td>";
  if (s->decision == verdict::not_gated)
    return "<td class=\"heat " + heat_class(row, scale) + "\">" + number + tip;
  return "<td class=\"heat " + heat_class(row, scale) + " " + to_string(s->decision) +
         "\"><span class=\"num\">" + number + "</span>" + html_mark(s->decision) + tip;
}

[[nodiscard]] inline std::string html_heat_legend(const std::string& unit, double scale) {
  std::string out = "<p class=\"legend\" aria-hidden=\"true\"><span>lost</span>";
  const auto label = [&](int step) {
    return "\u2265 " + (is_proportion(unit) ? format_fixed(100 * heat_threshold(step, scale), 1)
                                            : format_score(heat_threshold(step, scale), unit));
  };
  for (int step = heat_steps; step >= 1; --step)
    out += "<span class=\"swatch l" + std::to_string(step) + "\">" + label(step) + "</span>";
  out += "<span class=\"swatch z\">less</span>";
  for (int step = 1; step <= heat_steps; ++step)
    out += "<span class=\"swatch g" + std::to_string(step) + "\">" + label(step) + "</span>";
  return out + "<span>gained</span></p>\n";
}

[[nodiscard]] inline std::string html_heat_table(const comparison& c, const std::string& metric) {
  const double scale = heat_scale(c, metric);
  const std::string unit = first_with(c, metric).result.unit();
  std::string out = "<div class=\"scroll\"><table class=\"heatmap" +
                    std::string(is_gated(c, metric) ? "" : " ungated") +
                    "\"><caption>Difference in " + escape_html(metric_label(metric)) + ", " +
                    escape_html(difference_unit(unit)) +
                    "</caption>\n<thead><tr><th scope=\"col\">Stratum</th>";
  for (const judged_tier& tier : c.tiers)
    out += "<th scope=\"col\">" + escape_html(tier.name) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const stratum_key& key : strata_of(c, metric)) {
    out += "<tr><th scope=\"row\">" + html_stratum(key) + "</th>";
    for (const judged_tier& tier : c.tiers)
      out += html_heat_cell(find_stratum(find_metric(tier, metric), key), scale);
    out += "</tr>\n";
  }
  out += "</tbody>\n<tfoot><tr><th scope=\"row\">Population" +
         escape_html(pooled_phrase(first_with(c, metric))) + "</th>";
  for (const judged_tier& tier : c.tiers)
    out += "<td><span class=\"num\">" +
           with_minus_sign(population_difference(find_metric(tier, metric))) +
           "</span><span class=\"mark\"></span></td>";
  return out + "</tr></tfoot></table></div>\n" + html_heat_legend(unit, scale);
}

[[nodiscard]] inline std::string html_heat_maps(const comparison& c) {
  std::string tables, others;
  for (const std::string& metric : leading_metrics(c))
    tables += html_heat_table(c, metric);
  for (const std::string& metric : other_metrics(c))
    others += "<details><summary>" + escape_html(metric_label(metric)) + "</summary>\n" +
              html_heat_table(c, metric) + "</details>\n";
  if (!others.empty())
    others = "<h3>Reported, not judged</h3>\n" + others;
  std::string key;
  for (const verdict v : all_verdicts)
    if (v != verdict::not_gated)
      key += html_verdict(v);
  return html_section("heat", "Where it was lost",
      "Candidate minus baseline for every stratum and tier.",
      "<p class=\"marks\">" + key + "</p>\n" + tables + others);
}

} // namespace tailgate::report::detail
