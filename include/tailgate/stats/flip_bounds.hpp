// What the totals of two runs over the same items say of the flips between them.
//
// Of n items, b were right with the baseline and c with the candidate. Any number of lost items
//   max(0, b - c) <= lost <= min(b, n - c),   gained = lost + c - b
// fits (Frechet's bounds of the joint distribution), and each makes another paired table. The
// interval of whatever table was the true one lies within the hull of all their intervals, so that
// the hull covers at least at the level, at the price of a width that the totals alone do not pay.
//
// The hull of Tango's intervals is the interval of the table with the most flips: at a fixed
// difference c - b and a hypothetical d >= 0, the fitted probability p of a lost item (tango.hpp)
// grows with lost, since with l = lost and s = d (1 - d)
//   4 n dp/dl = 2 + (4 n s - 2 B) / sqrt(B^2 + 8 n l s) >= 0,
// and |T(d)| falls as p grows; for d < 0 exchange the models. O(1).
//
// Reference: M. Frechet, "Sur les tableaux de correlation dont les marges sont donnees", Annales de
// l'Universite de Lyon A 14 (1951), 53-77.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/detail/require_totals.hpp>
#include <tailgate/stats/marginal_counts.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/tango.hpp>

namespace tailgate::stats {

/// The two extreme tables with the totals given: lost and gained lie between their entries.
struct flip_bounds {
  paired_counts fewest;
  paired_counts most;
  friend bool operator==(const flip_bounds&, const flip_bounds&) = default;
};

/// The bounds of the flips between two runs over the same items. Undefined (no items) for none.
/// Throws argument_error E205 when more items are right than there are, shape_error E216 when the
/// numbers of items differ.
[[nodiscard]] inline estimate<flip_bounds> frechet_flip_bounds(const marginal_counts& counts) {
  detail::require_totals(counts, "frechet_flip_bounds");
  const std::uint64_t n = counts.baseline_items;
  if (n != counts.candidate_items)
    throw shape_error(216, "frechet_flip_bounds",
        std::to_string(n) + " items of the baseline and " + std::to_string(counts.candidate_items) +
            " of the candidate; flips are of the same items in both runs");
  if (n == 0)
    return undefined_reason::no_items;
  const std::uint64_t b = counts.baseline_right;
  const std::uint64_t c = counts.candidate_right;
  const auto table = [&](std::uint64_t lost) {
    return paired_counts{b - lost, lost, lost + c - b, n - c - lost};
  };
  return flip_bounds{table(b > c ? b - c : 0), table(std::min(b, n - c))};
}

/// The hull of Tango's intervals of candidate - baseline over every paired table with these totals,
/// within [-1, 1]; `design_effect` as in tango_interval. Undefined and throws as
/// frechet_flip_bounds, argument_error E249 for the design effect.
[[nodiscard]] inline estimate<interval> tango_hull(const marginal_counts& counts,
    confidence_level level = default_confidence, double design_effect = 1) {
  const auto bounds = frechet_flip_bounds(counts);
  return tango_interval(bounds ? bounds.value().most : paired_counts{}, level, design_effect);
}

} // namespace tailgate::stats
