// An axis as a function of a prompt: a name, a kind of scale, and a callable that says which level
// a prompt has. Any lambda is an axis:
//
//   axis_function{"turns", axis_kind::ordinal, {"one", "several"},
//       [](const prompt_view& p) -> std::optional<std::string> {
//         return p.text.find("\nUser:") == p.text.npos ? "one" : "several";
//       }}
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <vector>

namespace tailgate {

/// A user's axis or one of strata/prompt_axes.hpp.
struct axis_function {
  std::string name;                    ///< not empty
  axis_kind kind = axis_kind::nominal; ///< of the scale
  std::vector<std::string> levels;     ///< all of them, easiest first; empty: any text is a level
  /// The level of a prompt, not empty, or nothing where the axis does not apply (nested axes). Must
  /// be a pure function; it is called from several threads at once where an executor is passed.
  std::function<std::optional<std::string>(const prompt_view&)> level;
};

/// The scale of an axis without its function: what a table of cells needs to be ordered.
struct axis_scale {
  std::string name;
  axis_kind kind = axis_kind::nominal;
  std::vector<std::string> levels; ///< easiest first; levels that are not here come after, as text
  friend bool operator==(const axis_scale&, const axis_scale&) = default;
};

} // namespace tailgate
