// Where a ladder of precisions breaks, stratum by stratum.
//
//            prose   hex            dates
//   int8     pass    pass           uninformative
//   int4     pass    inconclusive   uninformative    <- the cliff of hex
//   int3     pass    fail           uninformative    <- its first shown damage
//   int2     pass    pass           uninformative    <- it passes again: not monotone
//
// The ladder is one judged family (gate::judge of several candidates), highest precision first, or
// in any order that the caller means. A stratum's cliff is the highest precision at which it no
// longer passes: inconclusive counts, since a pass has to be shown. Damage that is shown comes
// there or further down; both are named. Tiers at which a stratum is uninformative are skipped: at
// the floor nothing can be shown on any tier, and a ceiling hides no cliff below it.
//
// A lower precision that passes again is named and moves no cliff: it can be luck, or damage that
// another rounding happens to avoid, and either way the tiers between are not safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// How a stratum fares along the ladder.
enum class ladder_state {
  passes_everywhere, ///< on every tier where it is informative
  passes_nowhere,    ///< informative somewhere, and never a pass: the cliff is at the top
  breaks,            ///< passes at a higher precision, and no longer at a lower one
  never_informative  ///< nothing can be shown of it on any tier: no cliff, and no safety either
};

[[nodiscard]] constexpr const char* to_string(ladder_state state) noexcept {
  switch (state) {
  case ladder_state::passes_everywhere:
    return "passes everywhere";
  case ladder_state::passes_nowhere:
    return "passes nowhere";
  case ladder_state::breaks:
    return "breaks";
  case ladder_state::never_informative:
    return "never informative";
  }
  return "unknown";
}

/// The cliff of one stratum of one gated metric. Tiers are positions in the ladder.
struct stratum_cliff {
  stratum_key stratum;
  std::string metric;
  ladder_state state = ladder_state::never_informative;
  std::optional<std::size_t> last_pass;    ///< the last tier above the cliff that passes
  std::optional<std::size_t> cliff;        ///< the first tier that does not pass
  std::optional<std::size_t> first_fail;   ///< the first tier at which damage is shown
  std::vector<std::size_t> passes_again;   ///< tiers below the cliff that pass
  std::vector<std::size_t> without_answer; ///< tiers at which it is uninformative
  /// Whether no tier passes below one that does not.
  [[nodiscard]] bool monotone() const noexcept { return passes_again.empty(); }
};

/// What a ladder shows. Rows in the order of the gated metrics and their strata.
struct ladder {
  std::vector<std::string> tiers; ///< highest precision first, or as the caller ordered them
  std::vector<stratum_cliff> cliffs;
  std::optional<std::size_t> last_pass;  ///< the last tier above the first that does not pass
  std::vector<std::size_t> passes_again; ///< tiers that pass below one that does not

  /// Whether the tiers' own verdicts and those of every stratum are monotone.
  [[nodiscard]] bool monotone() const noexcept {
    return passes_again.empty() && std::all_of(cliffs.begin(), cliffs.end(),
                                       [](const stratum_cliff& c) { return c.monotone(); });
  }
};

/// Positions of `tiers` by falling bits per weight; equal ones keep their order.
[[nodiscard]] inline std::vector<std::size_t> by_precision(std::span<const judged_tier> tiers) {
  std::vector<std::size_t> order(tiers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return tiers[a].bits_per_weight > tiers[b].bits_per_weight;
  });
  return order;
}

namespace detail {

/// One verdict after another, from the highest precision down.
template <class Cliff>
void step_down(Cliff& c, std::optional<std::size_t>& cliff, std::size_t tier, verdict v) {
  if (v != verdict::pass) {
    if (!cliff)
      cliff = tier;
  } else if (cliff) {
    c.passes_again.push_back(tier);
  } else {
    c.last_pass = tier;
  }
}

inline void step_down(stratum_cliff& c, std::size_t tier, verdict v) {
  if (v == verdict::uninformative) {
    c.without_answer.push_back(tier);
    return;
  }
  step_down(c, c.cliff, tier, v);
  if (v == verdict::fail && !c.first_fail)
    c.first_fail = tier;
}

[[nodiscard]] inline ladder_state state_of(const stratum_cliff& c) {
  if (!c.cliff)
    return c.last_pass ? ladder_state::passes_everywhere : ladder_state::never_informative;
  return c.last_pass || !c.passes_again.empty() ? ladder_state::breaks
                                                : ladder_state::passes_nowhere;
}

/// Throws E468 unless `order` names every tier once and the tiers have the same rows.
inline void check_ladder(std::span<const judged_tier> tiers, std::span<const std::size_t> order) {
  const auto refuse = [](const std::string& what) {
    throw argument_error(468, "locate_cliffs", what);
  };
  if (tiers.empty())
    refuse("there is no tier; judge at least one candidate");
  std::vector<std::size_t> sorted(order.begin(), order.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < std::max(sorted.size(), tiers.size()); ++i)
    if (sorted.size() != tiers.size() || sorted[i] != i)
      refuse("the order has " + std::to_string(order.size()) + " positions for " +
             std::to_string(tiers.size()) + " tiers; name each tier once, from 0");
  const auto same_strata = [](const judged_metric& a, const judged_metric& b) {
    return std::equal(a.strata.begin(), a.strata.end(), b.strata.begin(), b.strata.end(),
        [](const judged_stratum& x, const judged_stratum& y) {
          return x.summary.stratum == y.summary.stratum && x.summary.metric == y.summary.metric;
        });
  };
  for (const judged_tier& tier : tiers)
    if (!std::equal(tier.metrics.begin(), tier.metrics.end(), tiers[0].metrics.begin(),
            tiers[0].metrics.end(), same_strata))
      refuse("tier '" + tier.name + "' has other metrics or strata than tier '" + tiers[0].name +
             "'; judge all tiers together with gate::judge");
}

} // namespace detail

/// Locates the cliff of every stratum of every gated metric. `order` lists positions in `tiers`,
/// highest precision first; results refer to the ladder in that order. Tiers come from one gate.
/// Throws argument_error E468 when there is no tier, the order does not name each tier once, or
/// tiers differ in their metrics or strata. O(tiers x strata).
[[nodiscard]] inline ladder locate_cliffs(
    std::span<const judged_tier> tiers, std::span<const std::size_t> order) {
  detail::check_ladder(tiers, order);
  ladder result;
  result.tiers.reserve(order.size());
  std::optional<std::size_t> first_without_pass;
  for (std::size_t t = 0; t < order.size(); ++t) {
    result.tiers.push_back(tiers[order[t]].name);
    detail::step_down(result, first_without_pass, t, tiers[order[t]].decision);
  }
  const auto& metrics = tiers[0].metrics;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    result.cliffs.reserve(result.cliffs.size() + metrics[m].strata.size());
    for (std::size_t s = 0; s < metrics[m].strata.size(); ++s) {
      if (metrics[m].strata[s].decision == verdict::not_gated)
        continue;
      stratum_cliff c;
      c.stratum = metrics[m].strata[s].summary.stratum;
      c.metric = metrics[m].strata[s].summary.metric;
      for (std::size_t t = 0; t < order.size(); ++t)
        detail::step_down(c, t, tiers[order[t]].metrics[m].strata[s].decision);
      c.state = detail::state_of(c);
      result.cliffs.push_back(std::move(c));
    }
  }
  return result;
}

/// The same by falling bits per weight.
[[nodiscard]] inline ladder locate_cliffs(std::span<const judged_tier> tiers) {
  return locate_cliffs(tiers, by_precision(tiers));
}

} // namespace tailgate
