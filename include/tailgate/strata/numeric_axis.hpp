// The axis `numeric`: the primary class of numeric edges of a prompt, or "none".
#pragma once

#include <optional>
#include <string>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/detect_numeric.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <tailgate/strata/token_splitter.hpp>
#include <utility>

namespace tailgate {

/// A nominal axis with the levels "none" and the names of the classes, N1 first. Without a splitter
/// no prompt has the level "digit-chunk split". The splitter must allow to be called from several
/// threads at once where the axis is; it is called for prompts of no other class only.
[[nodiscard]] inline axis_function numeric_axis(token_splitter splitter = {}) {
  axis_function axis{"numeric", axis_kind::nominal, {"none"},
      [splitter = std::move(splitter)](const prompt_view& prompt) -> std::optional<std::string> {
        return std::string(detect_numeric_level(prompt.text, &splitter));
      }};
  axis.levels.reserve(1 + numeric_class_count);
  for (const numeric_class c : all_numeric_classes)
    axis.levels.emplace_back(to_string(c));
  return axis;
}

} // namespace tailgate
