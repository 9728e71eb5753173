// Top-1 flips: the share of an item's positions at which the most likely next token changed.
//
// Greedy decoding diverges at the first flip, so this is the number behind "the quantized model
// writes something else". A flip is not a loss: a gate reports it and does not judge by it unless
// a margin is set. The baseline's own value is 0; the row's difference is the mean share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>

namespace tailgate {

/// How many of one item's positions changed their most likely token.
struct item_top1_flips {
  std::string id;            ///< unique within a stratum
  std::string cluster;       ///< items with an equal, non-empty name are not independent
  std::size_t positions = 0; ///< at least 1
  std::size_t changed = 0;   ///< at most positions
};

class top1_flips {
public:
  using observation = item_top1_flips;
  static constexpr const char* name = "top1_flips";

  /// Throws argument_error E360 (empty id), E361 (id seen before), E368 (no positions, or more
  /// changed than there are; names the item).
  void observe(const item_top1_flips& item) {
    if (item.positions == 0 || item.changed > item.positions)
      throw argument_error(368, name,
          "item '" + item.id + "': " + std::to_string(item.changed) + " of " +
              std::to_string(item.positions) +
              " positions changed; need 0 <= changed <= " + "positions and at least one position");
    const double share = static_cast<double>(item.changed) / static_cast<double>(item.positions);
    items_.insert(name, item.id, item.cluster, {0, share});
  }

  /// Throws argument_error E361 when both hold the same item.
  void merge(const top1_flips& other) { items_.merge(name, other.items_); }

  /// Interval undefined for fewer than two items, one cluster, or equal shares throughout.
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row;
    row.metric = name;
    row.unit = "proportion";
    row.direction = better::lower;
    detail::fill_mean_difference(row, items_, level);
    return row;
  }

private:
  detail::paired_items<detail::value_pair> items_;
};

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
