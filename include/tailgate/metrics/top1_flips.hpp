// Top-1 flips: the share of an item's positions at which the most likely next token changed.
//
// Greedy decoding diverges at the first flip, so this is the number behind "the quantized model
// writes something else". A flip is not a loss: a gate reports it and does not judge by it unless
// a margin is set. The baseline's own value is 0; the row's difference is the mean share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

/// How many of one item's positions changed their most likely token.
struct item_top1_flips {
  std::string id;            ///< unique within a stratum
  std::string cluster;       ///< items with an equal, non-empty name are not independent
  std::size_t positions = 0; ///< at least 1
  std::size_t changed = 0;   ///< at most positions
};

namespace detail {

struct top1_flips_traits {
  using observation = item_top1_flips;
  static constexpr const char* name = "top1_flips";
  static constexpr const char* unit = "proportion";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const item_top1_flips& item) {
    if (item.positions == 0 || item.changed > item.positions)
      throw argument_error(368, name,
          "item '" + item.id + "': " + std::to_string(item.changed) + " of " +
              std::to_string(item.positions) +
              " positions changed; need 0 <= changed <= positions and at least one position");
    return {0, static_cast<double>(item.changed) / static_cast<double>(item.positions)};
  }
};

} // namespace detail

/// The metric "top1_flips". observe() throws argument_error E360 (empty id), E361 (id seen before),
/// E368 (no positions, or more changed than there are; names the item).
using top1_flips = detail::mean_metric<detail::top1_flips_traits>;

static_assert(paired_metric<top1_flips>);

/// The position of the highest logit, the first of equal ones: what greedy decoding picks.
/// Throws argument_error E369 for an empty row or a NaN.
[[nodiscard]] inline std::size_t top1(std::span<const float> logits) {
  if (logits.empty() ||
      std::any_of(logits.begin(), logits.end(), [](float x) { return std::isnan(x); }))
    throw argument_error(
        369, "top1", "a row of " + std::to_string(logits.size()) + " logits is empty or holds NaN");
  return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

} // namespace tailgate
