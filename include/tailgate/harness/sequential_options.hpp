// What a sequential gate is told before the first item is seen.
#pragma once

#include <cstdint>
#include <string>
#include <tailgate/harness/gate_options.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate {

struct sequential_options {
  gate_options gate;                   ///< level, metrics with margins, floors and ceilings
  std::vector<stratum_key> strata;     ///< all of them, each once; every metric has them all
  std::uint64_t minimum_exposure = 50; ///< units of a stratum below which nothing is claimed of it
  std::vector<std::string> right_wrong = ///< the metrics whose items are right or wrong
      {"exact_match"};
};

} // namespace tailgate
