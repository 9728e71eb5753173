// The checks of rows of logits that several metrics read.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate::detail {

/// Throws shape_error E365 unless both rows have the same length.
inline void require_one_vocabulary(
    std::string_view place, std::span<const float> baseline, std::span<const float> candidate) {
  if (baseline.size() != candidate.size())
    throw shape_error(365, place,
        "baseline has " + std::to_string(baseline.size()) + " logits, candidate " +
            std::to_string(candidate.size()) + "; both must cover the same vocabulary");
}

/// Throws argument_error E369 for an empty row or a NaN.
inline void require_ordered(std::string_view place, std::span<const float> logits) {
  if (logits.empty() ||
      std::any_of(logits.begin(), logits.end(), [](float x) { return std::isnan(x); }))
    throw argument_error(
        369, place, "a row of " + std::to_string(logits.size()) + " logits is empty or holds NaN");
}

} // namespace tailgate::detail
