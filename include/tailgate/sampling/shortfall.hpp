// What a declared stratum lacks of the items that were asked of it.
//
// A shortfall must reach the verdict, since the stratum that is hard to find items for is often the
// one that breaks. missing() is what paired_summary::missing_items counts, and wanted what
// declared_stratum::minimum_items demands: with the first the gate calls the stratum at most
// inconclusive, with the second the breakdown refuses to be made (E351). A run's design does the
// first by itself when its planned_items include the missing ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

struct shortfall {
  std::size_t stratum = 0; ///< index of the declared stratum
  stratum_key key;
  std::uint64_t wanted = 0;    ///< its minimum or exact number; at least 1
  std::uint64_t available = 0; ///< items that the stratum holds, fewer than wanted

  [[nodiscard]] std::uint64_t missing() const noexcept { return wanted - available; }
  friend bool operator==(const shortfall&, const shortfall&) = default;
};

} // namespace tailgate
