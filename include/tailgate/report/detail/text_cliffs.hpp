// The ladder in the text report: where strata last pass and first do not, those with the same
// cliff together; the matrices below have the marks of each.
//
//   cliff, exact match; tiers from the top: int8, int4, int3, int2
//   passes down to int8, not at int4; damage shown at int3; passes again at int2 (1 stratum)
//     task=hex
//   passes everywhere (2 strata)
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tailgate/report/detail/cliffs.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/text_lines.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/report/text_options.hpp>
#include <vector>

namespace tailgate::report::detail {

/// The ladder of every gated metric; empty without one.
[[nodiscard]] inline std::string text_cliffs(const comparison& c, const text_options& options) {
  const std::optional<ladder> rungs = ladder_of(c);
  if (!rungs)
    return "";
  std::string out;
  for (const std::string& metric : leading_metrics(c)) {
    out += "\n" + text_lines("cliff, " + printable(metric_label(metric)) +
                                 "; tiers from the top: " + printable(rung_list(*rungs)),
                      text_style::strong, options);
    for (const cliff_group& group : cliff_groups(*rungs, earliest_first(*rungs, metric))) {
      out += text_lines(printable(group.heading()), text_style::plain, options) +
             text_lines(printable(group.names()), text_style::faint, options, 4);
    }
  }
  return out;
}

} // namespace tailgate::report::detail
