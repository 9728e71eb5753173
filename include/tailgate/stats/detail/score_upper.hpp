// The upper end of an interval that inverts a score test of a difference of proportions.
#pragma once

#include <tailgate/stats/detail/bracketed_root.hpp>

namespace tailgate::stats::detail {

/// The d above `observed` where the falling statistic T(d) reaches -z; 1 where it never does.
/// T(observed) must be 0. The lower end is that of the exchanged models, negated.
template <class Statistic>
[[nodiscard]] double score_upper(Statistic&& statistic, double observed, double z) {
  const auto excess = [&](double d) { return statistic(d) + z; };
  if (excess(1) >= 0) // every item moved
    return 1;
  return bracketed_root(excess, observed, 1.0);
}

} // namespace tailgate::stats::detail
