// The axes of a design that some of its strata have: those a breakdown over these strata declares.
#pragma once

#include <algorithm>
#include <string>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/strata/axis.hpp>
#include <vector>

namespace tailgate::detail {

[[nodiscard]] inline std::vector<axis> axes_of(
    std::vector<axis> axes, const std::vector<declared_stratum>& strata) {
  std::erase_if(axes, [&](const axis& a) {
    return std::none_of(strata.begin(), strata.end(), [&](const declared_stratum& stratum) {
      const auto& levels = stratum.key.levels();
      return std::any_of(
          levels.begin(), levels.end(), [&](const auto& level) { return level.first == a.name; });
    });
  });
  return axes;
}

} // namespace tailgate::detail
