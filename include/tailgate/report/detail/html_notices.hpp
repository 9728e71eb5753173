// What a reader of the HTML report must know before the numbers: doubts about the baseline,
// remarks, the noise floor.
#pragma once

#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/findings.hpp>
#include <tailgate/report/detail/noise.hpp>
#include <tailgate/report/escape.hpp>

namespace tailgate::report::detail {

/// A notice with a list; nothing for an empty one. The items must be escaped.
[[nodiscard]] inline std::string html_notice(
    const std::string& kind, const std::string& heading, const std::string& items) {
  return items.empty() ? ""
                       : "<aside class=\"notice " + kind + "\"><h2>" + heading + "</h2>\n<ul>\n" +
                             items + "</ul></aside>\n";
}

[[nodiscard]] inline std::string html_notices(const comparison& c) {
  std::string flags, remarks;
  for (const baseline_flag& flag : c.baseline_flags)
    flags += "<li>" + escape_html(flag_sentence(flag)) + "</li>\n";
  for (const std::string& remark : c.remarks)
    remarks += "<li>" + escape_html(remark) + "</li>\n";
  std::string out = html_notice("doubt", std::string(flags_heading), flags) +
                    html_notice("remark", "What limits this comparison", remarks);
  if (c.noise)
    out += "<p class=\"floor\">" + escape_html(false_fail_sentence(*c.noise)) + " " +
           escape_html(noise_sentence(c)) + "</p>\n";
  return out;
}

} // namespace tailgate::report::detail
