// The summary of the text report: strata by tiers, one matrix a metric.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>
#include <vector>

namespace tailgate::report::detail {

[[nodiscard]] inline text_style verdict_style(verdict v) noexcept {
  switch (v) {
  case verdict::fail:
    return text_style::bad;
  case verdict::pass:
    return text_style::good;
  case verdict::inconclusive:
    return text_style::doubtful;
  case verdict::uninformative:
  case verdict::not_gated:
    break;
  }
  return text_style::faint;
}

[[nodiscard]] inline bool is_problem(verdict v) noexcept {
  return v != verdict::pass && v != verdict::not_gated;
}

/// One metric's matrix over the tiers [first, last).
[[nodiscard]] inline text_table text_matrix(const comparison& c, const std::string& metric,
    std::size_t first, std::size_t last, const text_options& options) {
  text_table table;
  table.columns.push_back({"stratum", false});
  for (std::size_t t = first; t < last; ++t)
    table.columns.push_back({printable(c.tiers[t].name)});
  for (const stratum_key& key : strata_of(c, metric)) {
    text_row row{{{printable(key.name())}}, ""};
    bool problem = false;
    for (std::size_t t = first; t < last; ++t) {
      const judged_stratum* s = find_stratum(find_metric(c.tiers[t], metric), key);
      problem = problem || (s != nullptr && is_problem(s->decision));
      row.cells.push_back(
          {matrix_text(s), s == nullptr ? text_style::plain : verdict_style(s->decision)});
    }
    if (problem || !options.only_problems)
      table.rows.push_back(row);
  }
  const pooled_over pooled(first_with(c, metric).result.context_axes());
  text_row total{{{"population", text_style::strong}}, printable(pooled.text())};
  for (std::size_t t = first; t < last; ++t)
    total.cells.push_back({population_difference(find_metric(c.tiers[t], metric)) + "  "});
  table.rows.push_back(total);
  return table;
}

/// All matrices with the key to the marks; tiers that do not fit side by side follow below.
[[nodiscard]] inline std::string text_matrices(const comparison& c, const text_options& options) {
  std::string out;
  for (const std::string& metric : metric_names(c)) {
    const std::string& unit = first_with(c, metric).result.unit();
    out += "\n";
    for (const std::string& line :
        fold("difference from " + printable(c.baseline) + ", " + printable(metric_label(metric)) +
                 " in " + printable(difference_unit(unit)),
            options.width))
      out += styled(line, text_style::strong, options.color) + "\n";
    std::size_t first = 0;
    while (first < c.tiers.size()) {
      std::size_t last = c.tiers.size();
      text_table table = text_matrix(c, metric, first, last, options);
      while (last > first + 1 && !table.fits(options.width))
        table = text_matrix(c, metric, first, --last, options);
      out += table.print(options.width, options.color);
      first = last;
    }
  }
  for (const std::string& line : fold(verdict_key(), options.width))
    out += styled(line, text_style::faint, options.color) + "\n";
  return out;
}

} // namespace tailgate::report::detail
