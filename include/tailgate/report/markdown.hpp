// The report as GitHub-flavoured Markdown, for a job summary or a pull request: the verdicts and
// what makes them doubtful, the cliffs, strata by tiers for the metrics that decide, what the
// population numbers hide; details and the other metrics are folded away.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/digest.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tailgate/report/detail/cliffs.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/findings.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/noise.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/to_look_at.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
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
      cells.push_back(row.marginals
                          ? "n/a"
                          : format_count(row.flips.lost) + " / " + format_count(row.flips.gained));
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

/// Doubts about the baseline, remarks and the noise floor.
[[nodiscard]] inline std::string markdown_findings(const comparison& c) {
  std::string out;
  if (!c.baseline_flags.empty())
    out += "\n**" + std::string(flags_heading) + "**\n\n";
  for (const baseline_flag& flag : c.baseline_flags)
    out += "- " + escape_markdown(flag_sentence(flag)) + "\n";
  if (!c.remarks.empty())
    out += "\n**Note**\n\n";
  for (const std::string& remark : c.remarks)
    out += "- " + escape_markdown(remark) + "\n";
  if (c.noise)
    out += "\n" + escape_markdown(false_fail_sentence(*c.noise)) + " " +
           escape_markdown(noise_sentence(c)) + "\n";
  return out;
}

/// Where strata last pass, those with the same cliff together.
[[nodiscard]] inline std::string markdown_cliffs(const comparison& c) {
  const std::optional<ladder> rungs = ladder_of(c);
  if (!rungs)
    return "";
  std::string out;
  for (const std::string& metric : leading_metrics(c)) {
    out += "\n**Cliff in " + escape_markdown(metric_label(metric)) +
           "**, tiers from the top: " + escape_markdown(rung_list(*rungs)) + "\n\n";
    for (const cliff_group& group : cliff_groups(*rungs, earliest_first(*rungs, metric))) {
      const std::string names = group.names();
      out += "- " + escape_markdown(group.heading()) +
             (names.empty() ? "" : ": " + escape_markdown(names)) + "\n";
    }
  }
  return out;
}

[[nodiscard]] inline std::string markdown_titled_matrix(
    const comparison& c, const std::string& metric) {
  const std::string unit = difference_unit(first_with(c, metric).result.unit());
  return "\n**Difference in " + escape_markdown(metric_label(metric)) + ", " +
         escape_markdown(unit) + "**\n\n" + markdown_matrix(c, metric);
}

[[nodiscard]] inline std::string markdown_tier(const comparison& c, const judged_tier& tier) {
  std::string out = "### " + escape_markdown(tier.name) + ": " + markdown_verdict(tier.decision) +
                    "\n\n" + format_fixed(tier.bits_per_weight, 2) + " bits per weight.";
  if (tier.masking_ratio)
    out += " The worst stratum lost " + format_fixed(tier.masking_ratio.value(), 1) +
           " times what the population lost.";
  out += "\n\n";
  std::string tables;
  for (const std::string& name : leading_metrics(c)) {
    const judged_metric* metric = find_metric(tier, name);
    if (metric == nullptr)
      continue;
    out += "- " + escape_markdown(population_sentence(*metric, " \u2192 ")) + "; " +
           escape_markdown(tail_sentence(*metric)) + "\n";
    tables += "\n<details>\n<summary>" + escape_html(metric_label(name)) + ": " +
              verdict_counts(*metric) + "</summary>\n\n" + markdown_strata(*metric) +
              "\n</details>\n";
  }
  const std::string look = look_sentence(tier);
  return out + (look.empty() ? "" : "- " + escape_markdown(look) + "\n") + tables;
}

} // namespace report::detail

/// Writes a comparison as GitHub-flavoured Markdown in UTF-8, starting with a second-level heading.
/// Text from outside is escaped: it starts no markup, HTML, mention, link or table cell.
/// Metrics without a margin have their matrices alone. Deterministic. Linear in tiers x strata x
/// metrics, times the logarithm for sorting.
[[nodiscard]] inline std::string markdown_report(const comparison& c) {
  using namespace report::detail;
  using report::escape_markdown;
  std::string out = "## " + escape_markdown(c.title) + " against " + escape_markdown(c.baseline) +
                    "\n\n" + markdown_header({"tier", "bits per weight", "verdict"}, true);
  for (const judged_tier& tier : c.tiers)
    out += markdown_row({escape_markdown(tier.name), report::format_fixed(tier.bits_per_weight, 2),
        markdown_verdict(tier.decision)});
  out += markdown_findings(c) + markdown_cliffs(c);
  for (const std::string& metric : leading_metrics(c))
    out += markdown_titled_matrix(c, metric);
  out += "\n" + escape_markdown(verdict_key()) + "\n";
  for (const std::string& metric : other_metrics(c))
    out += "\n<details>\n<summary>" + report::escape_html(metric_label(metric)) +
           ": reported, not judged</summary>\n" + markdown_titled_matrix(c, metric) +
           "\n</details>\n";
  if (const auto leading = leading_metrics(c); !leading.empty())
    out += "\n" + escape_markdown(tail_key(first_with(c, leading.front()))) + "\n";
  for (const judged_tier& tier : c.tiers)
    out += "\n" + markdown_tier(c, tier);
  out += "\nSeed " + report::format_count(c.seed) + ", alpha " + report::format_level(c.alpha);
  for (const auto& [name, value] : c.settings)
    out += ", " + escape_markdown(name) + ": " + escape_markdown(value);
  return out + ". Digest `" + digest(c) + "`.\n";
}

} // namespace tailgate
