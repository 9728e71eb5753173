// The quantiles of the HTML report: how values spread within the strata, a folded table a metric.
#pragma once

#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// "50%", "99.9%"
[[nodiscard]] inline std::string quantile_name(double probability) {
  return format_tick(100 * probability) + "%";
}

/// The shift of one quantile over the scores of both sides.
[[nodiscard]] inline std::string html_quantile(const value_quantile& q, const std::string& unit) {
  const std::string scores = html_scores(q.baseline, q.candidate, unit);
  return "<td>" + html_difference(q.shift, unit) +
         (scores.empty() ? "" : "<small>" + scores + "</small>") + "</td>";
}

/// The table of one metric; empty where no stratum keeps a distribution. Strata whose quantiles are
/// of other probabilities than the first one's are no rows of one table, and no metric has them.
[[nodiscard]] inline std::string html_quantile_table(
    const comparison& c, const std::string& metric) {
  std::string head, rows;
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, metric))
      for (const judged_stratum& s : m->strata) {
        const paired_summary& row = s.summary;
        if (!row.distribution)
          continue;
        const value_distribution& values = *row.distribution;
        if (head.empty()) {
          for (const value_quantile& q : values.quantiles)
            head += "<th scope=\"col\">" + quantile_name(q.probability) + "</th>";
        }
        rows += "<tr><td>" + escape_html(tier.name) + "</td><th scope=\"row\">" +
                escape_html(row.stratum.name()) + "</th><td>" + format_count(values.observations) +
                "</td><td>" + html_score(values.root_mean_square_shift, row.unit) + "</td>";
        for (const value_quantile& q : values.quantiles)
          rows += html_quantile(q, row.unit);
        rows += "</tr>\n";
      }
  if (rows.empty())
    return "";
  return "<details><summary>" + escape_html(metric_label(metric)) +
         "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
         escape_html(metric_label(metric)) +
         "\"><table class=\"data quantiles\"><caption>Quantiles of the shift, below them those of "
         "both models, in " +
         escape_html(difference_unit(first_with(c, metric).result.unit())) +
         "</caption>\n<thead><tr><th scope=\"col\">Tier</th><th scope=\"col\">Stratum</th><th "
         "scope=\"col\">Values</th><th scope=\"col\">RMS shift</th>" +
         head + "</tr></thead>\n<tbody>\n" + rows + "</tbody></table></div></details>\n";
}

[[nodiscard]] inline std::string html_quantiles(const comparison& c) {
  std::string tables;
  for (const std::string& metric : metric_names(c))
    tables += html_quantile_table(c, metric);
  return tables.empty()
             ? ""
             : html_section("quantiles", "How values spread within a stratum",
                   "A mean shift of nothing can hide values that moved far. A quantile of the "
                   "shift is that of candidate minus baseline, value by value; it is not the "
                   "difference of the quantiles below it.",
                   tables);
}

} // namespace tailgate::report::detail
