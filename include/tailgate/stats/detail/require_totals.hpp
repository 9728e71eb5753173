// The check of totals that intervals and bounds of two runs share.
#pragma once

#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/marginal_counts.hpp>

namespace tailgate::stats::detail {

/// Throws argument_error E205 when a run has more right answers than items.
inline void require_totals(const marginal_counts& counts, const char* place) {
  require_successes(counts.baseline_right, counts.baseline_items, place);
  require_successes(counts.candidate_right, counts.candidate_items, place);
}

} // namespace tailgate::stats::detail
