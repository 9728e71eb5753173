// Everything that determines a sample but the population.
#pragma once

#include <cstdint>
#include <tailgate/sampling/allocation_options.hpp>
#include <tailgate/sampling/selection.hpp>
#include <vector>

namespace tailgate {

struct sampling_request {
  std::uint64_t seed = 0; ///< of all draws; another one for an independent sample
  selection select = selection::equal_probability;
  allocation_options allocation{};
  std::vector<stratum_request> strata; ///< every declared stratum, whether or not items are found
  friend bool operator==(const sampling_request&, const sampling_request&) = default;
};

} // namespace tailgate
