// Strata by tiers: one matrix a metric that decides, a few lines for each of the others.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/noise.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/text_lines.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>
#include <vector>

namespace tailgate::report::detail {

/// One metric's matrix over the tiers [first, last). `weight` is the share of traffic, `noise` what
/// 95 % of the unchanged stay within.
[[nodiscard]] inline text_table text_matrix(const comparison& c, const std::string& metric,
    std::size_t first, std::size_t last, const text_options& options) {
  const judged_metric& any = first_with(c, metric);
  const std::string& unit = any.result.unit();
  const bool noisy = c.noise && std::any_of(c.noise->strata.begin(), c.noise->strata.end(),
                                    [&](const auto& s) { return s.metric == metric; });
  text_table table;
  table.columns = {{"stratum", false}, {"weight"}};
  for (std::size_t t = first; t < last; ++t)
    table.columns.push_back({printable(c.tiers[t].name)});
  if (noisy)
    table.columns.push_back({"noise"});
  for (const stratum_key& key : strata_of(c, metric)) {
    const judged_stratum* known = nullptr;
    bool problem = false;
    text_row row{{{printable(key.name())}, {""}}, ""};
    for (std::size_t t = first; t < last; ++t) {
      const judged_stratum* s = find_stratum(find_metric(c.tiers[t], metric), key);
      known = s == nullptr ? known : s;
      problem = problem || (s != nullptr && is_problem(s->decision));
      row.cells.push_back(
          {matrix_text(s), s == nullptr ? text_style::plain : verdict_style(s->decision)});
    }
    if (known != nullptr)
      row.cells[1].text = format_percent(known->summary.weight);
    if (const auto* noise = find_noise(c, metric, key))
      row.cells.push_back({"\u00B1" + format_size(noise->difference, unit), text_style::faint});
    else if (noisy)
      row.cells.push_back({""});
    if (problem || !options.only_problems)
      table.rows.push_back(row);
  }
  const pooled_over pooled(any.result.context_axes());
  text_row total{{{"population", text_style::strong}, {""}}, printable(pooled.text())};
  for (std::size_t t = first; t < last; ++t)
    total.cells.push_back({population_difference(find_metric(c.tiers[t], metric)) + "  "});
  if (noisy)
    total.cells.push_back({""});
  table.rows.push_back(total);
  return table;
}

/// The matrix of one metric; tiers that do not fit side by side follow below.
[[nodiscard]] inline std::string text_matrix_of(
    const comparison& c, const std::string& metric, const text_options& options) {
  const std::string& unit = first_with(c, metric).result.unit();
  std::string out = "\n" + text_lines("difference from " + printable(c.baseline) + ", " +
                                          printable(metric_label(metric)) + " in " +
                                          printable(difference_unit(unit)),
                               text_style::strong, options);
  for (std::size_t first = 0; first < c.tiers.size();) {
    std::size_t last = c.tiers.size();
    text_table table = text_matrix(c, metric, first, last, options);
    while (last > first + 1 && !table.fits(options.width))
      table = text_matrix(c, metric, first, --last, options);
    out += table.print(options.width, options.color);
    first = last;
  }
  return out;
}

/// One metric that nothing is judged by: a tier a row, never the mean without the worst strata.
[[nodiscard]] inline std::string text_metric_summary(
    const comparison& c, const std::string& metric, const text_options& options) {
  const judged_metric& any = first_with(c, metric);
  text_table table;
  table.indent = "  ";
  table.columns = {{"", false}, {""}, {"", false, true}};
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, metric))
      table.rows.push_back(
          {{{printable(tier.name)}, {population_difference(m)}, {printable(worst_names(*m))}}, ""});
  return text_lines(printable(metric_label(metric)) + ", " +
                        printable(difference_unit(any.result.unit())) +
                        (any.result.direction() == better::higher ? ", more is better"
                                                                  : ", less is better") +
                        printable(pooled_phrase(any)),
             text_style::strong, options) +
         table.print(options.width, options.color);
}

/// The matrices of the metrics that decide, the others in short or in full, and the key to the
/// marks.
[[nodiscard]] inline std::string text_matrices(const comparison& c, const text_options& options) {
  std::string out;
  for (const std::string& metric : leading_metrics(c))
    out += text_matrix_of(c, metric, options);
  out += text_lines(verdict_key(), text_style::faint, options);
  const std::vector<std::string> others = other_metrics(c);
  if (!others.empty() && !options.all_metrics)
    out +=
        "\n" + text_lines("Reported, not judged: the population mean of the differences, then the "
                          "strata that lost most; all strata are in the HTML and JSON reports.",
                   text_style::plain, options);
  for (const std::string& metric : others)
    out += options.all_metrics ? text_matrix_of(c, metric, options)
                               : text_metric_summary(c, metric, options);
  return out;
}

} // namespace tailgate::report::detail
