// What is known when only totals were kept: how many items each model answered right, but not
// which. Pairs cannot be told from it: the flips have bounds and no value.
#pragma once

#include <cstdint>

namespace tailgate::stats {

/// Right answers of two models. The two numbers of items may differ, when the items do.
struct marginal_counts {
  std::uint64_t baseline_right = 0;
  std::uint64_t baseline_items = 0;
  std::uint64_t candidate_right = 0;
  std::uint64_t candidate_items = 0;
  friend bool operator==(const marginal_counts&, const marginal_counts&) = default;
};

} // namespace tailgate::stats
