// Crosses axes: the stratum of a prompt is its level on each axis that applies to it.
//
//   stratifier by({rarity_axis(bands), script_axis(), context_axis(), needle_depth_axis()});
//   by.key(prompt)    rarity=99.9 %+ script=Thai context=8K-64K needle_depth=last third
//   by.key(other)     rarity=50-80 % script=Latn context=0-8K        (no needle: nested)
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// A fixed list of axes. Copyable; key() may be called on several threads at once.
class stratifier {
public:
  /// Axes in the order in which keys name them. Throws argument_error E287 for no axes, an axis
  /// without a name or function, a name taken twice, or a level that is empty or listed twice.
  explicit stratifier(std::vector<axis_function> axes) : axes_(std::move(axes)) {
    if (axes_.empty())
      refuse("there is no axis; pass at least one");
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      const axis_function& axis = axes_[i];
      if (axis.name.empty() || !axis.level)
        refuse("axis " + std::to_string(i) + " ('" + axis.name + "') needs a name and a function");
      for (std::size_t j = 0; j < i; ++j)
        if (axes_[j].name == axis.name)
          refuse("there are two axes '" + axis.name + "'; give one another name");
      for (auto level = axis.levels.begin(); level != axis.levels.end(); ++level)
        if (level->empty() || std::find(axis.levels.begin(), level, *level) != level)
          refuse("axis '" + axis.name + "' lists the level '" + *level +
                 "', which is empty or listed before");
    }
  }

  /// The stratum of a prompt. Throws argument_error E288 (an axis gave an empty level, or one that
  /// it does not list), E289 (no axis applies), and what the axes throw.
  [[nodiscard]] stratum_key key(const prompt_view& prompt) const {
    std::vector<stratum_key::level> levels;
    levels.reserve(axes_.size());
    for (const axis_function& axis : axes_)
      if (auto level = axis.level(prompt)) {
        require_listed(axis, *level);
        levels.emplace_back(axis.name, *std::move(level));
      }
    if (levels.empty())
      throw argument_error(289, "stratifier::key",
          "none of " + std::to_string(axes_.size()) + " axes, the first being '" +
              axes_.front().name +
              "', applies to the prompt; add one that always does, such as script_axis()");
    return stratum_key(std::move(levels));
  }

  /// The axes with their levels, for counting cells (strata/crossing_counter.hpp).
  [[nodiscard]] std::vector<axis_scale> scales() const {
    std::vector<axis_scale> result;
    result.reserve(axes_.size());
    for (const axis_function& a : axes_)
      result.push_back({a.name, a.kind, a.levels});
    return result;
  }

  /// The axes that are more than names, as a prompt set declares them: ordinal ones and lengths.
  [[nodiscard]] std::vector<axis> ordered_axes() const {
    std::vector<axis> result;
    result.reserve(axes_.size());
    for (const axis_function& a : axes_)
      if (a.kind != axis_kind::nominal)
        result.push_back({a.name, a.kind});
    return result;
  }

private:
  [[noreturn]] static void refuse(const std::string& text) {
    throw argument_error(287, "stratifier", text);
  }

  static void require_listed(const axis_function& axis, const std::string& level) {
    if (level.empty() || (!axis.levels.empty() && std::find(axis.levels.begin(), axis.levels.end(),
                                                      level) == axis.levels.end()))
      throw argument_error(288, "stratifier::key",
          "axis '" + axis.name + "' gave the level '" + level +
              "', which is empty or not in its list; list all levels, or none to allow any text");
  }

  std::vector<axis_function> axes_;
};

} // namespace tailgate
