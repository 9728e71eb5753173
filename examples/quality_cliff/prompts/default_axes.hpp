// The axes that the strata of the default prompts are made from: the task, and below each task what
// makes it hard.
//
//   add, sub, mul                 digits      of the operands: 4, or 2x1 of a product
//   hex, sci, date, 2hop, and     band        difficulty within the task's class of numeric edges
//   the edges' own tasks
//   lookup                        records     in the list
//   copy                          rarity      of the rarest token to be written
//                                 structure   of tokens that are no ordinary ones
//   prose                         script, language
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/numeric_axis.hpp>
#include <tailgate/strata/prompt_axes.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// What is known of the tokenizer's vocabulary.
struct vocabulary_classes {
  tailgate::rarity_bands rarity;
  std::vector<tailgate::token_structure> structure;
};

/// The axis, for prompts of these tasks only.
[[nodiscard]] inline tailgate::axis_function below(
    std::vector<std::string> tasks, tailgate::axis_function axis) {
  axis.level = [tasks = std::move(tasks), level = std::move(axis.level)](
                   const tailgate::prompt_view& prompt) -> std::optional<std::string> {
    if (!prompt.domain || std::find(tasks.begin(), tasks.end(), *prompt.domain) == tasks.end())
      return std::nullopt;
    return level(prompt);
  };
  return axis;
}

/// The lengths of the operands: "2x1" for a product of a number of two digits and one of one, and
/// for sums and differences, whose terms are equally long, one number.
[[nodiscard]] inline tailgate::axis_function digits_axis() {
  return {"digits", tailgate::axis_kind::ordinal,
      {"1", "2", "3", "4", "5", "6", "1x1", "2x1", "2x2", "3x2"},
      [](const tailgate::prompt_view& prompt) -> std::optional<std::string> {
        const std::size_t sign = prompt.text.find_first_of("+-*");
        const std::size_t end = prompt.text.find('=');
        if (sign >= end || end == std::string_view::npos)
          return std::nullopt;
        const std::string left = std::to_string(sign), right = std::to_string(end - sign - 1);
        return prompt.text[sign] != '*' && left == right ? left : left + 'x' + right;
      }};
}

/// The band of the class of numeric edges that the task is about. Nominal: which band is the
/// harder one differs between models, and bands of dates are kinds rather than steps.
[[nodiscard]] inline tailgate::axis_function band_axis() {
  using tailgate::numeric_class;
  std::map<std::string, tailgate::axis_function, std::less<>> axes;
  for (const numeric_class c : {numeric_class::carry_chain, numeric_class::separators,
           numeric_class::half_precision_edge, numeric_class::narrow_format_edge})
    axes.emplace(to_string(c), tailgate::numeric_band_axis(c));
  axes.emplace("hex", tailgate::numeric_band_axis(numeric_class::base_or_identifier));
  axes.emplace("sci", tailgate::numeric_band_axis(numeric_class::scientific_notation));
  axes.emplace("date", tailgate::numeric_band_axis(numeric_class::date_or_time));
  axes.emplace("2hop", tailgate::numeric_band_axis(numeric_class::multi_hop_chain));
  tailgate::axis_function axis{"band", tailgate::axis_kind::nominal, {}, {}};
  for (const auto& [task, of_task] : axes)
    axis.levels.insert(axis.levels.end(), of_task.levels.begin(), of_task.levels.end());
  axis.level = [axes = std::move(axes)](
                   const tailgate::prompt_view& prompt) -> std::optional<std::string> {
    const auto found = axes.find(prompt.domain.value_or(std::string_view()));
    return found == axes.end() ? std::nullopt : found->second.level(prompt);
  };
  return axis;
}

/// The length of the list: its lines but the head and the question. `lengths` are in rising order.
[[nodiscard]] inline tailgate::axis_function records_axis(const std::vector<std::size_t>& lengths) {
  std::vector<std::string> levels;
  levels.reserve(lengths.size());
  for (const std::size_t records : lengths)
    levels.push_back(std::to_string(records));
  return {"records", tailgate::axis_kind::context_length, std::move(levels),
      [](const tailgate::prompt_view& prompt) -> std::optional<std::string> {
        return std::to_string(std::count(prompt.text.begin(), prompt.text.end(), '\n') - 1);
      }};
}

/// Tokens that are ordinary have no level.
[[nodiscard]] inline tailgate::axis_function odd_structure_axis(
    std::vector<tailgate::token_structure> classes) {
  tailgate::axis_function axis = tailgate::structure_axis(std::move(classes));
  axis.level = [level = std::move(axis.level)](
                   const tailgate::prompt_view& prompt) -> std::optional<std::string> {
    auto found = level(prompt);
    return found == to_string(tailgate::token_structure::reachable) ? std::nullopt : found;
  };
  return axis;
}

/// `lookup_records` are in rising order.
[[nodiscard]] inline std::vector<tailgate::axis_function> default_axes(
    vocabulary_classes of, const std::vector<std::size_t>& lookup_records) {
  tailgate::axis_function task = tailgate::domain_axis();
  task.name = "task";
  task.levels = {"add", "sub", "mul", "carry chain", "2hop", "dec", "sci", "hex", "mod", "date",
      "max", "separators", "half-precision edge", "narrow-format edge", "lookup", "copy", "prose"};
  return {std::move(task), below({"add", "sub", "mul"}, digits_axis()), band_axis(),
      below({"lookup"}, records_axis(lookup_records)),
      below({"copy"}, tailgate::rarity_axis(std::move(of.rarity))),
      below({"copy"}, odd_structure_axis(std::move(of.structure))),
      below({"prose"}, tailgate::script_axis()), below({"prose"}, tailgate::language_axis())};
}

} // namespace quality_cliff
