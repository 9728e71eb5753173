#include "planning.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <tailgate/report/display_width.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/sampling/plan.hpp>
#include <tailgate/stats/tango_power.hpp>
#include <vector>

namespace sample_prompts {

namespace {

using tailgate::report::format_count;
using tailgate::report::format_fixed;

/// The plan of any one stratum of `strata` that are judged together.
tailgate::stratum_plan plan_of_one(const command_line& options, std::size_t strata) {
  tailgate::planned_stratum one;
  one.key = {{"stratum", "each"}};
  one.expected = options.expected;
  one.margin = options.margin;
  const std::vector<tailgate::planned_stratum> strata_planned{one};
  return tailgate::plan(strata_planned, {options.alpha, options.power, strata}).strata.front();
}

std::string count_or_reason(const tailgate::estimate<std::uint64_t>& pairs) {
  return pairs ? format_count(pairs.value()) : "no number of";
}

std::string points(double share) {
  return format_fixed(100 * share, 1);
}

std::string axes_of(const command_line& options) {
  std::string text;
  for (const auto* names : {&options.axes, &options.axis_keys})
    for (const std::string& name : *names)
      text.append(text.empty() ? "" : " x ").append(name);
  return text;
}

/// One line of the table, all cells but the first to the right.
void add_row(std::string& text, const std::vector<std::string>& cells,
    const std::vector<std::size_t>& widths) {
  text += "  " + tailgate::report::pad_right(cells[0], widths[0]);
  for (std::size_t c = 1; c < cells.size(); ++c)
    text += "  " + tailgate::report::pad_left(cells[c], widths[c]);
  text += '\n';
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], tailgate::report::display_width(row[c]));
  std::string text;
  for (const auto& row : rows)
    add_row(text, row, widths);
  return text;
}

/// Enough digits to tell rare items apart.
std::string significant(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

} // namespace

std::string request_report(const command_line& options, const tailgate::sampling_request& request) {
  const tailgate::allocation_options& a = request.allocation;
  std::string text =
      "Request\n  " + format_count(a.total) + " items, " + to_string(a.rule) + " allocation";
  if (a.rule == tailgate::allocation_rule::power)
    text += " (exponent " + significant(a.exponent) + ")";
  text += ", at least " + format_count(a.minimum) + " a stratum, seed " +
          std::to_string(request.seed) + "\n  strata: " + axes_of(options) + ", ";
  text += request.strata.empty()
              ? "as they are found; the input is read once, so that the size of each stratum and "
                "of its\n  share is known only after that\n"
              : format_count(request.strata.size()) + " as in the design\n";
  const std::size_t family = std::max<std::size_t>(1, request.strata.size());
  const tailgate::stratum_plan one = plan_of_one(options, family);
  const bool passes = one.verdict == tailgate::stats::margin_verdict::no_worse;
  text += "Cost of a verdict\n  expecting " + points(options.expected.lost) +
          " % of the answers lost and " + points(options.expected.gained) + " % gained:\n  " +
          count_or_reason(one.pairs) + " pairs in a stratum to show that it is " +
          (passes ? "no worse" : "worse") + " than the margin of " + points(options.margin) +
          " points (level " + significant(one.level) +
          (passes || !request.strata.empty() ? "" : " / number of strata") + ", power " +
          significant(options.power) + ")\n  " + count_or_reason(one.any_change) +
          " pairs to see that more are lost than gained, or the reverse\n";
  return text;
}

std::string design_report(const command_line& options, const tailgate::sampling_design& design) {
  const tailgate::stratum_plan one = plan_of_one(options, design.strata.size());
  std::vector<std::uint64_t> missing(design.strata.size());
  for (const tailgate::shortfall& s : design.shortfalls())
    missing[s.stratum] = s.missing();
  std::vector<std::vector<std::string>> rows;
  rows.reserve(design.strata.size() + 1);
  rows.push_back({"stratum", "population", "sample", "missing", "probability", "weight", "power"});
  std::map<std::uint64_t, double> power; // of a sample size
  std::uint64_t population = 0;
  std::uint64_t sampled = 0;
  for (std::size_t k = 0; k < design.strata.size(); ++k) {
    const tailgate::stratum_design& s = design.strata[k];
    const auto [known, added] = power.emplace(s.sampled, 0);
    if (added)
      known->second = tailgate::stats::tango_power(
          s.sampled, options.expected, options.margin, one.level, one.verdict);
    const double probability = design.inclusion_probability(k);
    rows.push_back({design.request.strata[k].key.name(), format_count(s.population),
        format_count(s.sampled), format_count(missing[k]), significant(probability),
        s.sampled == 0 ? "none drawn" : significant(1 / probability),
        format_fixed(known->second, 2)});
    population += s.population;
    sampled += s.sampled;
  }
  return "Design (" + format_count(sampled) + " of " + format_count(population) + " items in " +
         format_count(design.strata.size()) + " strata; power is that of the stratum's verdict)\n" +
         table(rows);
}

std::string input_report(const command_line& options, std::uint64_t lines, const bad_lines& bad) {
  std::string text = "Input\n  " + format_count(lines) + " lines, " + format_count(bad.count()) +
                     " bad ones left out";
  const char* before = ": ";
  for (const auto& [number, count] : bad.by_error()) {
    text += before + format_count(count) + " E" + std::to_string(number);
    before = ", ";
  }
  text += options.check_ids == id_check::all
              ? "\n  ids: no two of these lines have the same\n"
              : "\n  ids: no two lines of the sample have the same; among the others copies may "
                "count in their stratum\n";
  return text;
}

} // namespace sample_prompts
