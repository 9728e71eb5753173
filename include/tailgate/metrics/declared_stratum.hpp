// A stratum that a result must contain, declared before anything is measured.
#pragma once

#include <cstddef>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

/// A stratum that must be present in every result.
struct declared_stratum {
  stratum_key key;
  double natural_frequency = 0;  ///< share of this stratum in everyday traffic, relative, > 0
  std::size_t minimum_items = 2; ///< fewer items than this is refused
  friend bool operator==(const declared_stratum&, const declared_stratum&) = default;
};

} // namespace tailgate
