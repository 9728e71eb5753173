// The report for a terminal, in the order in which it is read: the verdicts, what makes them
// doubtful, where each stratum's cliff is, strata by tiers, and each tier with its population
// number and what that number hides.
//
//   difference from fp32, exact match in points
//   stratum     weight  int8-sym   int4-g128   noise
//   task=hex      1.5%    -1.2 ?     -39.0 x    ±2.5
//   ...
//   population            -0.1        -2.1
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/text_cliffs.hpp>
#include <tailgate/report/detail/text_findings.hpp>
#include <tailgate/report/detail/text_lines.hpp>
#include <tailgate/report/detail/text_matrix.hpp>
#include <tailgate/report/detail/text_tier.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>

namespace tailgate {

/// Writes a comparison as text in UTF-8, lines ended by '\n'. No line is wider than
/// `options.width` columns, measured as display_width() does, unless one number alone is. Names
/// are shown through report::printable, so no input can send a sequence to the terminal.
/// Undefined estimates print as `n/a (reason)`. Deterministic, independent of the locale; linear
/// in tiers x strata x metrics, times the logarithm for sorting.
/// Throws argument_error E500 when options.width < 40.
[[nodiscard]] inline std::string text_report(
    const comparison& c, const text_options& options = {}) {
  if (options.width < 40)
    throw argument_error(500, "text_report",
        "width is " + std::to_string(options.width) + " columns; it must be at least 40");
  using namespace report::detail;
  std::string out;
  const auto say = [&](const std::string& text) {
    out += text_lines(text, text_style::plain, options);
  };
  say(report::printable(c.title) + ": " + std::to_string(c.tiers.size()) +
      (c.tiers.size() == 1 ? " tier" : " tiers") + " against " + report::printable(c.baseline) +
      ", alpha " + report::format_level(c.alpha) + ", seed " + std::to_string(c.seed));
  std::string settings;
  for (const auto& [name, value] : c.settings)
    settings +=
        (settings.empty() ? "" : "; ") + report::printable(name) + ": " + report::printable(value);
  if (!settings.empty())
    say(settings);
  out += text_findings(c, options) + text_cliffs(c, options) + text_matrices(c, options);
  if (const auto leading = leading_metrics(c); !leading.empty())
    out += "\n" + text_lines(tail_key(first_with(c, leading.front())), text_style::plain, options);
  for (const judged_tier& tier : c.tiers)
    out += "\n" + text_tier(c, tier, options);
  return out;
}

} // namespace tailgate
