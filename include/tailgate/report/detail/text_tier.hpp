// One tier of the text report: headline, population numbers with what they hide, strata by damage.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/text_matrix.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>

namespace tailgate::report::detail {

/// "-39.0 [-45.1, -32.2]", "-39.3 n/a" (text_note has the reason), "n/a (too few items)".
[[nodiscard]] inline std::string difference_cell(const paired_summary& row) {
  if (!row.difference)
    return format_undefined(row.difference.why());
  return format_difference(row.difference.value(), row.unit) + " " +
         (row.confidence ? format_interval(row.confidence.value(), row.unit) : "n/a");
}

/// What stands below a row: clusters, the reason why there is no interval, and the note.
[[nodiscard]] inline std::string text_note(const judged_stratum& s) {
  const paired_summary& row = s.summary;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (!part.empty())
      text += (text.empty() ? "" : "; ") + part;
  };
  if (row.clusters != row.items)
    add(format_count(row.clusters) + (row.clusters == 1 ? " cluster" : " clusters"));
  if (row.difference && !row.confidence)
    add("interval " + format_undefined(row.confidence.why()));
  add(row_note(s));
  return text;
}

/// A score; an undefined one whose reason the difference tells already is only "n/a".
[[nodiscard]] inline std::string score_cell(const estimate<double>& e, const paired_summary& row) {
  if (!e && !row.difference && e.why() == row.difference.why())
    return "n/a";
  return format_estimate(e, [&](double x) { return format_score(x, row.unit); });
}

[[nodiscard]] inline std::string p_cell(const judged_stratum& s) {
  if (!s.p_adjusted && s.p_adjusted.why() == undefined_reason::not_measured)
    return "-";
  if (!s.p_adjusted && !s.summary.confidence && s.p_adjusted.why() == s.summary.confidence.why())
    return "n/a";
  return format_estimate(s.p_adjusted, [](double p) { return format_p(p); });
}

[[nodiscard]] inline std::string verdict_cell(const judged_stratum& s) {
  return std::string(verdict_mark(s.decision)) + " " + verdict_label(s.decision);
}

/// Every stratum of one metric of a tier.
[[nodiscard]] inline text_table text_strata(
    const judged_metric& metric, const text_options& options) {
  const bool flips = has_flips(metric);
  text_table table;
  table.indent = "  ";
  table.columns = {{"stratum", false}, {"n"}};
  for (const char* header : {"weight", "base", "cand."})
    table.columns.push_back({header});
  table.columns.push_back({"diff. [" + format_level(metric.result.confidence_level()) + "]"});
  if (flips)
    table.columns.push_back({"flips"});
  table.columns.push_back({"adj.p"});
  table.columns.push_back({"verdict", false});
  for (const judged_stratum* s : by_damage(metric)) {
    if (options.only_problems && !is_problem(s->decision))
      continue;
    const paired_summary& row = s->summary;
    text_row line{
        {{printable(row.stratum.name())}, {format_count(row.items)}}, printable(text_note(*s))};
    line.cells.push_back({format_percent(row.weight)});
    line.cells.push_back({score_cell(row.baseline, row)});
    line.cells.push_back({score_cell(row.candidate, row)});
    line.cells.push_back({difference_cell(row)});
    if (flips)
      line.cells.push_back(
          {"-" + format_count(row.flips.lost) + " +" + format_count(row.flips.gained)});
    line.cells.push_back({p_cell(*s)});
    line.cells.push_back({verdict_cell(*s), verdict_style(s->decision)});
    table.rows.push_back(line);
  }
  return table;
}

[[nodiscard]] inline std::string text_tier(
    const comparison& c, const judged_tier& tier, const text_options& options) {
  const bool color = options.color;
  std::string out;
  const auto say = [&](const std::string& text, text_style style) {
    for (const std::string& line : fold(text, options.width - 2))
      out += "  " + styled(line, style, color) + "\n";
  };
  for (const std::string& line : fold(printable(tier.name), options.width))
    out += styled(line, text_style::strong, color) + "\n";
  say(format_fixed(tier.bits_per_weight, 2) + " bits per weight, verdict " +
          verdict_mark(tier.decision) + " " + verdict_label(tier.decision),
      verdict_style(tier.decision));
  for (const judged_metric& metric : tier.metrics)
    say(printable(population_sentence(metric, " -> ")), text_style::strong);
  if (tier.masking_ratio)
    say("masking ratio " + format_fixed(tier.masking_ratio.value(), 1) +
            ": the worst stratum lost that many times what the population lost",
        text_style::plain);
  else if (tier.masking_ratio.why() != undefined_reason::not_measured)
    say("masking ratio " + format_undefined(tier.masking_ratio.why()), text_style::plain);
  for (const judged_metric& metric : tier.metrics) {
    out += "\n";
    say(printable(metric_label(metric.result.metric())) + " (" + printable(metric.result.unit()) +
            ", difference from " + printable(c.baseline) + " in " +
            printable(difference_unit(metric.result.unit())) + "): " + verdict_counts(metric),
        text_style::strong);
    const text_table table = text_strata(metric, options);
    if (!table.rows.empty())
      out += table.print(options.width, color);
    const std::size_t hidden = metric.strata.size() - table.rows.size();
    if (hidden != 0)
      say("not shown: " + std::to_string(hidden) +
              (hidden == 1 ? " stratum that passes" : " strata that pass") + " or " +
              (hidden == 1 ? "is" : "are") + " not gated",
          text_style::faint);
  }
  return out;
}

} // namespace tailgate::report::detail
