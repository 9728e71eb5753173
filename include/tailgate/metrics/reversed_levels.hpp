// Simpson's paradox between two levels of a marginal table: by the table one level lost more, and
// wherever the two can be compared, at equal levels of all other axes, it lost less.
//
// The margin of a level mixes its strata by traffic, and two levels may mix them differently: a
// language whose traffic is mostly easy tasks looks unharmed by a tier that harms it on every task.
//
// Reference: E. H. Simpson, J. R. Statist. Soc. B 13 (1951),
// doi:10.1111/j.2517-6161.1951.tb00088.x.
#pragma once

#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Judged by the signs of the estimates, without a test: a hint where to read the strata.
struct reversed_levels {
  stratum_key worse; ///< the level that lost more by the margin
  stratum_key other;
  /// The strata compared, of `worse` and of `other`; in none is `worse` worse, in some it is
  /// better.
  std::vector<std::pair<stratum_key, stratum_key>> strata;
};

} // namespace tailgate
