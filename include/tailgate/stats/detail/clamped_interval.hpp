// An interval of a difference of proportions kept within [-1, 1].
#pragma once

#include <algorithm>
#include <tailgate/core/estimate.hpp>

namespace tailgate::stats::detail {

[[nodiscard]] inline interval clamped_difference(double centre, double reach) {
  return {std::max(centre - reach, -1.0), std::min(centre + reach, 1.0)};
}

} // namespace tailgate::stats::detail
