// The check of the axes that a breakdown is declared with.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/strata/axis.hpp>

namespace tailgate::detail {

/// Throws argument_error E388 for an axis that no stratum has, E389 for one that is named twice.
inline void check_axes(
    std::span<const declared_stratum> declared, std::span<const axis> axes, const char* place) {
  for (auto a = axes.begin(); a != axes.end(); ++a) {
    if (std::none_of(declared.begin(), declared.end(),
            [&](const declared_stratum& s) { return s.key.level_on(a->name) != nullptr; }))
      throw argument_error(388, place,
          "axis '" + a->name +
              "' has a kind, but no declared stratum has a level on it; spell it as the strata do");
    if (std::any_of(axes.begin(), a, [&](const axis& b) { return b.name == a->name; }))
      throw argument_error(
          389, place, "axis '" + a->name + "' is given a kind twice; declare each axis once");
  }
}

} // namespace tailgate::detail
