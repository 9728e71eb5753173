// The report as GitHub-flavoured Markdown, for a job summary or a pull request: the verdicts, what
// the population numbers hide, strata by tiers, and the details folded away.
#pragma once

#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/json.hpp>
#include <tailgate/report/number.hpp>
#include <vector>

namespace tailgate {

namespace report::detail {

/// "✗ **fail**": only what was shown to be damaged is bold.
[[nodiscard]] inline std::string markdown_verdict(verdict v) {
  const std::string label = verdict_label(v);
  return std::string(verdict_mark(v)) + " " + (v == verdict::fail ? "**" + label + "**" : label);
}

/// "| a | b |\n". Cells must be escaped already.
[[nodiscard]] inline std::string markdown_row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells)
    line += " " + cell + " |";
  return line + "\n";
}

/// A header and its rule: the first column to the left, `last_left` makes the last one so as well.
[[nodiscard]] inline std::string markdown_header(
    const std::vector<std::string>& cells, bool last_left) {
  std::string rule = "|";
  for (std::size_t j = 0; j < cells.size(); ++j)
    rule += j == 0 || (last_left && j + 1 == cells.size()) ? " :-- |" : " --: |";
  return markdown_row(cells) + rule + "\n";
}

/// One metric: strata by tiers, the population last.
[[nodiscard]] inline std::string markdown_matrix(const comparison& c, const std::string& metric) {
  std::vector<std::string> cells{"stratum"};
  for (const judged_tier& tier : c.tiers)
    cells.push_back(escape_markdown(tier.name));
  std::string out = markdown_header(cells, false);
  for (const stratum_key& key : strata_of(c, metric)) {
    cells = {escape_markdown(key.name())};
    for (const judged_tier& tier : c.tiers)
      cells.push_back(escape_markdown(matrix_text(find_stratum(find_metric(tier, metric), key))));
    out += markdown_row(cells);
  }
  cells = {"**population**" + escape_markdown(pooled_phrase(first_with(c, metric)))};
  for (const judged_tier& tier : c.tiers)
    cells.push_back(escape_markdown(population_difference(find_metric(tier, metric))));
  return out + markdown_row(cells);
}

/// Every stratum of one metric of a tier, by damage.
[[nodiscard]] inline std::string markdown_strata(const judged_metric& metric) {
  const bool clusters = has_clusters(metric), flips = has_flips(metric);
  std::vector<std::string> cells{"stratum", "n"};
  if (clusters)
    cells.push_back("clusters");
  for (const char* header : {"weight", "baseline", "candidate"})
    cells.push_back(header);
  cells.push_back("difference, " + escape_markdown(difference_unit(metric.result.unit())));
  cells.push_back(format_level(metric.result.confidence_level()) + " interval");
  if (flips)
    cells.push_back("lost / gained");
  cells.push_back("adjusted p");
  cells.push_back("verdict");
  std::string out = markdown_header(cells, true);
  for (const judged_stratum* s : by_damage(metric)) {
    const paired_summary& row = s->summary;
    const auto score = [&](double x) { return format_score(x, row.unit); };
    cells = {escape_markdown(row.stratum.name()), format_count(row.items)};
    if (clusters)
      cells.push_back(format_count(row.clusters));
    cells.push_back(escape_markdown(format_percent(row.weight)));
    cells.push_back(format_estimate(row.baseline, score));
    cells.push_back(format_estimate(row.candidate, score));
    cells.push_back(
        format_estimate(row.difference, [&](double x) { return format_difference(x, row.unit); }));
    cells.push_back(escape_markdown(format_estimate(
        row.confidence, [&](const interval& i) { return format_interval(i, row.unit); })));
    if (flips)
      cells.push_back(format_count(row.flips.lost) + " / " + format_count(row.flips.gained));
    cells.push_back(s->decision == verdict::not_gated
                        ? ""
                        : escape_markdown(format_estimate(
                              s->p_adjusted, [](double p) { return format_p(p); })));
    const std::string note = row_note(*s);
    cells.push_back(
        markdown_verdict(s->decision) + (note.empty() ? "" : ": " + escape_markdown(note)));
    out += markdown_row(cells);
  }
  return out;
}

[[nodiscard]] inline std::string markdown_tier(const judged_tier& tier) {
  std::string out = "### " + escape_markdown(tier.name) + ": " + markdown_verdict(tier.decision) +
                    "\n\n" + format_fixed(tier.bits_per_weight, 2) + " bits per weight.";
  if (tier.masking_ratio)
    out += " The worst stratum lost " + format_fixed(tier.masking_ratio.value(), 1) +
           " times what the population lost.";
  out += "\n\n";
  for (const judged_metric& metric : tier.metrics)
    out += "- " + escape_markdown(population_sentence(metric, " \u2192 ")) + "\n";
  for (const judged_metric& metric : tier.metrics)
    out += "\n<details>\n<summary>" + escape_html(metric_label(metric.result.metric())) + ": " +
           verdict_counts(metric) + "</summary>\n\n" + markdown_strata(metric) + "\n</details>\n";
  return out;
}

} // namespace report::detail

/// Writes a comparison as GitHub-flavoured Markdown in UTF-8, starting with a second-level heading.
/// Text from outside is escaped: it starts no markup, HTML, mention, link or table cell.
/// Deterministic. Linear in tiers x strata x metrics, times the logarithm for sorting.
[[nodiscard]] inline std::string markdown_report(const comparison& c) {
  using namespace report::detail;
  using report::escape_markdown;
  std::string out = "## " + escape_markdown(c.title) + " against " + escape_markdown(c.baseline) +
                    "\n\n" + markdown_header({"tier", "bits per weight", "verdict"}, true);
  for (const judged_tier& tier : c.tiers)
    out += markdown_row({escape_markdown(tier.name), report::format_fixed(tier.bits_per_weight, 2),
        markdown_verdict(tier.decision)});
  for (const std::string& metric : metric_names(c)) {
    const std::string unit = report::difference_unit(first_with(c, metric).result.unit());
    out += "\n**Difference in " + escape_markdown(metric_label(metric)) + ", " +
           escape_markdown(unit) + "**\n\n" + markdown_matrix(c, metric);
  }
  out += "\n" + escape_markdown(verdict_key()) + "\n";
  for (const judged_tier& tier : c.tiers)
    out += "\n" + markdown_tier(tier);
  out += "\nSeed " + report::format_count(c.seed) + ", alpha " + report::format_level(c.alpha);
  for (const auto& [name, value] : c.settings)
    out += ", " + escape_markdown(name) + ": " + escape_markdown(value);
  return out + ". Digest `" + report_digest(c) + "`.\n";
}

} // namespace tailgate
