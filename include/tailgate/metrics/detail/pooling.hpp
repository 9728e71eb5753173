// The rule that context lengths are pooled only where the caller says so.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/strata/axis.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// The levels of the rows on an axis, in order of first appearance.
[[nodiscard]] inline std::vector<std::string> levels_of(
    std::span<const paired_summary> rows, std::string_view axis) {
  std::vector<std::string> levels;
  for (const paired_summary& row : rows)
    if (const std::string* level = row.stratum.level_on(axis))
      if (std::find(levels.begin(), levels.end(), *level) == levels.end())
        levels.push_back(*level);
  return levels;
}

/// The names in quotes: "'10', '100'".
[[nodiscard]] inline std::string quoted(std::span<const std::string> names, char quote = '\'') {
  std::string text;
  for (const std::string& name : names) {
    text += text.empty() ? "" : ", ";
    text.append(1, quote).append(name).append(1, quote);
  }
  return text;
}

/// The axes of kind context_length on which the rows have two levels or more: those that a mean
/// over the rows pools. Strata without the axis have no length on it and do not count.
[[nodiscard]] inline std::vector<std::string> differing_context_axes(
    std::span<const axis> axes, std::span<const paired_summary> rows) {
  std::vector<std::string> names;
  for (const axis& a : axes)
    if (a.kind == axis_kind::context_length && levels_of(rows, a.name).size() > 1)
      names.push_back(a.name);
  return names;
}

/// The call that a mean is asked for by, so that a refusal can say what to write.
struct pooling_call {
  std::string function;
  std::string arguments{};                  ///< before pooled_over, with a comma: "0.1, "
  std::span<const std::string> margin_of{}; ///< the axes of a marginal table
};

/// What a mean over `rows` pools, all of it named. Throws argument_error E390 for an axis that
/// would be pooled without being named, E391 for a name that is no axis of kind context_length.
[[nodiscard]] inline pooled_over checked_pooling(std::span<const axis> axes,
    std::span<const paired_summary> rows, const pooled_over& named, const pooling_call& call) {
  const std::string place = "breakdown::" + call.function;
  std::vector<std::string> known;
  for (const axis& a : axes)
    if (a.kind == axis_kind::context_length)
      known.push_back(a.name);
  for (const std::string& name : named.axes())
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw argument_error(391, place,
          "pooled_over names '" + name + "', which is no context-length axis of this result; " +
              (known.empty() ? "it has none: leave pooled_over out, or declare the axis's kind"
                             : "it has " + quoted(known)));

  std::vector<std::string> pooled = differing_context_axes(axes, rows);
  for (const std::string& name : pooled)
    if (!named.names(name)) {
      std::vector<std::string> margin(call.margin_of.begin(), call.margin_of.end());
      margin.push_back(name);
      const std::string apart = quoted(margin, '"');
      throw argument_error(390, place,
          "this would average over context lengths, axis '" + name + "' with levels " +
              quoted(levels_of(rows, name)) + ", without naming it; write " + call.function + "(" +
              call.arguments + "pooled_over{" + quoted(pooled, '"') +
              "}) if that mean is wanted, or marginal(" +
              (margin.size() == 1 ? apart : "{" + apart + "}") + ") for one number a length");
    }
  return pooled_over(std::move(pooled));
}

/// The estimand's text with what it pools.
[[nodiscard]] inline std::string pooled_text(
    const std::string& estimand, const pooled_over& pooled) {
  return pooled.axes().empty() ? estimand : estimand + ", " + pooled.text();
}

} // namespace tailgate::detail
