// Folded lines of the text report, and the styles of verdicts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/text_table.hpp>
#include <tailgate/report/display_width.hpp>
#include <tailgate/report/text_options.hpp>

namespace tailgate::report::detail {

/// `text` folded to the width behind `indent` spaces, each line ended by '\n'; nothing for an empty
/// text.
[[nodiscard]] inline std::string text_lines(
    std::string_view text, text_style style, const text_options& options, std::size_t indent = 0) {
  std::string out;
  if (!text.empty())
    for (const std::string& line : fold(text, options.width - indent))
      out += std::string(indent, ' ') + styled(line, style, options.color) + "\n";
  return out;
}

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

} // namespace tailgate::report::detail
