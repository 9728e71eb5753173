// The check that both models' values of one item are of the same tokens.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate::detail {

/// Throws argument_error E383, naming the item, unless both sides have as many tokens, at least 1.
inline void require_tokens(
    std::string_view metric, const std::string& id, std::size_t baseline, std::size_t candidate) {
  if (baseline == 0 || baseline != candidate)
    throw argument_error(383, metric,
        "item '" + id + "': " + std::to_string(baseline) + " tokens of the baseline, " +
            std::to_string(candidate) +
            " of the candidate; score the same tokens, at least one, with both");
}

} // namespace tailgate::detail
