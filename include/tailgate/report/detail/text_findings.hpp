// What a reader must know before the numbers: the verdicts, doubts about the baseline, remarks, the
// noise floor.
#pragma once

#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/findings.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/noise.hpp>
#include <tailgate/report/detail/text_lines.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>

namespace tailgate::report::detail {

/// A tier a row: its verdict, and how many strata of the metrics that decide have which.
[[nodiscard]] inline text_table text_verdicts(const comparison& c) {
  text_table table;
  table.columns = {{"tier", false}, {"bits"}, {"verdict", false}};
  for (const std::string& metric : leading_metrics(c))
    table.columns.push_back({"strata, " + printable(metric_label(metric)), false});
  table.columns.back().folded = true;
  for (const judged_tier& tier : c.tiers) {
    text_row row{
        {{printable(tier.name), text_style::strong}, {format_fixed(tier.bits_per_weight, 2)},
            {std::string(verdict_mark(tier.decision)) + " " + verdict_label(tier.decision),
                verdict_style(tier.decision)}},
        ""};
    for (const std::string& name : leading_metrics(c)) {
      const judged_metric* metric = find_metric(tier, name);
      row.cells.push_back({metric == nullptr ? "" : verdict_counts(*metric)});
    }
    table.rows.push_back(row);
  }
  return table;
}

[[nodiscard]] inline std::string text_findings(const comparison& c, const text_options& options) {
  std::string out;
  if (!c.tiers.empty())
    out += "\n" + text_verdicts(c).print(options.width, options.color);
  if (!c.baseline_flags.empty())
    out += "\n" + text_lines(std::string(flags_heading) + ":", text_style::bad, options);
  for (const baseline_flag& flag : c.baseline_flags)
    out += text_lines("! " + printable(flag_sentence(flag)), text_style::plain, options);
  if (!c.remarks.empty())
    out += "\n";
  for (const std::string& remark : c.remarks)
    out += text_lines("Note: " + printable(remark), text_style::doubtful, options);
  if (c.noise)
    out += "\n" + text_lines(printable(false_fail_sentence(*c.noise)), text_style::plain, options) +
           text_lines(printable(noise_sentence(c)), text_style::plain, options);
  return out;
}

} // namespace tailgate::report::detail
