// One tier of the text report: headline, population numbers with what they hide, strata by damage.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/text_lines.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/detail/to_look_at.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>
#include <vector>

namespace tailgate::report::detail {

/// "-39.0 [-45.1, -32.2]", "-39.3 n/a" (text_note has the reason), "n/a (too few items)".
[[nodiscard]] inline std::string difference_cell(const paired_summary& row) {
  if (!row.difference)
    return format_undefined(row.difference.why());
  return format_difference(row.difference.value(), row.unit) + " " +
         (row.confidence ? format_interval(row.confidence.value(), row.unit) : "n/a");
}

/// What is to be said of a row beside its numbers: clusters, the reason why there is no interval,
/// and the gate's note.
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
  add(s.note);
  return text;
}

/// Notes below a table, each once, called a, b, ... in the rows.
class footnotes {
public:
  /// The letters of a note, with a space before them; nothing for no note.
  [[nodiscard]] std::string mark(const std::string& note) {
    if (note.empty())
      return "";
    const auto at = std::find(notes_.begin(), notes_.end(), note);
    const auto n = static_cast<std::size_t>(at - notes_.begin());
    if (at == notes_.end())
      notes_.push_back(note);
    return " " + letters(n);
  }

  [[nodiscard]] std::string print(const text_options& options) const {
    std::string out;
    for (std::size_t n = 0; n < notes_.size(); ++n)
      out += text_lines(letters(n) + "  " + printable(notes_[n]), text_style::faint, options, 2);
    return out;
  }

private:
  /// a to z, then aa, ab, ...
  [[nodiscard]] static std::string letters(std::size_t n) {
    const std::string last(1, static_cast<char>('a' + n % 26));
    return n < 26 ? last : letters(n / 26 - 1) + last;
  }

  std::vector<std::string> notes_;
};

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

/// "x fail", "? needs 310 more": the pairs that would decide an inconclusive stratum.
[[nodiscard]] inline std::string verdict_cell(const judged_stratum& s) {
  const bool open = s.decision == verdict::inconclusive && s.further_pairs;
  return std::string(verdict_mark(s.decision)) + " " +
         (open ? "needs " + format_count(*s.further_pairs) + " more" : verdict_label(s.decision));
}

/// The strata of one metric of a tier, at most `options.rows`.
[[nodiscard]] inline text_table text_strata(
    const judged_metric& metric, const text_options& options, footnotes& notes) {
  const bool flips = has_flips(metric);
  text_table table;
  table.indent = "  ";
  table.columns = {{"stratum", false}, {"n"}, {"base"}, {"cand."},
      {"diff. [" + format_level(metric.result.confidence_level()) + "]"}};
  if (flips)
    table.columns.push_back({"flips"});
  table.columns.push_back({"adj.p"});
  table.columns.push_back({"verdict", false});
  for (const judged_stratum* s : by_damage(metric)) {
    if (options.only_problems && !is_problem(s->decision))
      continue;
    if (table.rows.size() == options.rows)
      break;
    const paired_summary& row = s->summary;
    text_row line{{{printable(row.stratum.name())}, {format_count(row.items)}}, ""};
    line.cells.push_back({score_cell(row.baseline, row)});
    line.cells.push_back({score_cell(row.candidate, row)});
    line.cells.push_back({difference_cell(row)});
    if (flips)
      line.cells.push_back({row.marginals ? "?"
                                          : "-" + format_count(row.flips.lost) + " +" +
                                                format_count(row.flips.gained)});
    line.cells.push_back({p_cell(*s)});
    line.cells.push_back(
        {verdict_cell(*s) + notes.mark(text_note(*s)), verdict_style(s->decision)});
    table.rows.push_back(line);
  }
  return table;
}

/// A metric that decides: the population number and what it hides, the tail, the strata.
[[nodiscard]] inline std::string text_metric(
    const judged_metric& metric, const text_options& options) {
  std::string out =
      text_lines(printable(population_sentence(metric, " -> ")), text_style::strong, options, 2) +
      text_lines(printable(tail_sentence(metric)), text_style::plain, options, 2);
  footnotes notes;
  const text_table table = text_strata(metric, options, notes);
  if (!table.rows.empty())
    out += table.print(options.width, options.color) + notes.print(options);
  const std::size_t hidden = metric.strata.size() - table.rows.size();
  if (hidden != 0)
    out += text_lines(format_count(hidden) + " of " + format_count(metric.strata.size()) +
                          " strata are not in this table; of all, " + verdict_counts(metric),
        text_style::faint, options, 2);
  return out;
}

[[nodiscard]] inline std::string text_tier(
    const comparison& c, const judged_tier& tier, const text_options& options) {
  std::string out = text_lines(printable(tier.name), text_style::strong, options);
  const std::string verdict_line = format_fixed(tier.bits_per_weight, 2) +
                                   " bits per weight, verdict " + verdict_mark(tier.decision) +
                                   " " + verdict_label(tier.decision);
  out += text_lines(verdict_line, verdict_style(tier.decision), options, 2);
  if (tier.masking_ratio)
    out += text_lines("masking ratio " + format_fixed(tier.masking_ratio.value(), 1) +
                          ": the worst stratum lost that many times what the population lost",
        text_style::plain, options, 2);
  else if (tier.masking_ratio.why() != undefined_reason::not_measured)
    out += text_lines("masking ratio " + format_undefined(tier.masking_ratio.why()),
        text_style::plain, options, 2);
  out += text_lines(printable(look_sentence(tier)), text_style::plain, options, 2);
  for (const std::string& name : leading_metrics(c))
    if (const judged_metric* metric = find_metric(tier, name))
      out += text_metric(*metric, options);
  return out;
}

} // namespace tailgate::report::detail
