// How every report reads the ladder of tiers: the order and the words of each stratum's cliff.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tuple>
#include <vector>

namespace tailgate::report::detail {

/// The ladder by falling bits per weight. Absent without a gated stratum, and for tiers that were
/// judged apart: they have other metrics or strata, and no common ladder.
[[nodiscard]] inline std::optional<ladder> ladder_of(const comparison& c) {
  if (c.tiers.empty())
    return std::nullopt;
  try {
    ladder found = locate_cliffs(c.tiers);
    return found.cliffs.empty() ? std::nullopt : std::optional<ladder>(std::move(found));
  } catch (const argument_error&) { // E468
    return std::nullopt;
  }
}

/// The cliffs of one metric, the earliest first; then strata that pass everywhere, then those of
/// which nothing can be shown. Ties stay in declaration order.
[[nodiscard]] inline std::vector<const stratum_cliff*> earliest_first(
    const ladder& rungs, std::string_view metric) {
  std::vector<const stratum_cliff*> order;
  order.reserve(rungs.cliffs.size());
  for (const stratum_cliff& cliff : rungs.cliffs)
    if (cliff.metric == metric)
      order.push_back(&cliff);
  const auto rank = [](const stratum_cliff& cliff) {
    constexpr std::size_t never = std::numeric_limits<std::size_t>::max();
    return std::tuple(cliff.state == ladder_state::never_informative, cliff.cliff.value_or(never),
        cliff.first_fail.value_or(never));
  };
  std::stable_sort(order.begin(), order.end(),
      [&](const auto* a, const auto* b) { return rank(*a) < rank(*b); });
  return order;
}

/// "int4, int2": names of tiers at positions of the ladder.
[[nodiscard]] inline std::string rung_names(
    const ladder& rungs, const std::vector<std::size_t>& positions) {
  std::string names;
  for (const std::size_t position : positions)
    names += (names.empty() ? "" : ", ") + rungs.tiers[position];
  return names;
}

/// All tiers from the top of the ladder down.
[[nodiscard]] inline std::string rung_list(const ladder& rungs) {
  std::vector<std::size_t> positions(rungs.tiers.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return rung_names(rungs, positions);
}

/// "passes down to int8, not at int4; damage shown at int3; passes again at int2". Not escaped.
[[nodiscard]] inline std::string cliff_words(const ladder& rungs, const stratum_cliff& cliff) {
  if (cliff.state == ladder_state::never_informative)
    return "nothing can be shown on any tier";
  std::string text;
  if (cliff.state == ladder_state::breaks && cliff.last_pass)
    text =
        "passes down to " + rungs.tiers[*cliff.last_pass] + ", not at " + rungs.tiers[*cliff.cliff];
  else if (cliff.state == ladder_state::breaks)
    text = "does not pass at " + rungs.tiers[*cliff.cliff];
  else if (cliff.cliff.value_or(0) > 0)
    text = "uninformative above " + rungs.tiers[*cliff.cliff] + ", passes nowhere";
  else
    text = to_string(cliff.state);
  if (cliff.cliff)
    text += cliff.first_fail ? "; damage shown at " + rungs.tiers[*cliff.first_fail]
                             : "; damage shown nowhere";
  if (!cliff.passes_again.empty())
    text += "; passes again at " + rung_names(rungs, cliff.passes_again);
  return text;
}

/// Strata that share a cliff.
struct cliff_group {
  std::string words;
  std::vector<const stratum_cliff*> strata;

  /// "passes nowhere; damage shown nowhere (2 strata)"
  [[nodiscard]] std::string heading() const {
    return words + " (" + std::to_string(strata.size()) +
           (strata.size() == 1 ? " stratum)" : " strata)");
  }

  /// Their names; none where all is well, so that a reader sees what is not.
  [[nodiscard]] std::string names() const {
    std::string text;
    if (strata.front()->state != ladder_state::passes_everywhere)
      for (const stratum_cliff* cliff : strata)
        text += (text.empty() ? "" : ", ") + cliff->stratum.name();
    return text;
  }
};

/// The groups in the order of their first stratum.
[[nodiscard]] inline std::vector<cliff_group> cliff_groups(
    const ladder& rungs, const std::vector<const stratum_cliff*>& cliffs) {
  std::vector<cliff_group> groups;
  groups.reserve(cliffs.size());
  for (const stratum_cliff* cliff : cliffs) {
    const std::string words = cliff_words(rungs, *cliff);
    auto group = std::find_if(
        groups.begin(), groups.end(), [&](const cliff_group& g) { return g.words == words; });
    if (group == groups.end())
      group = groups.insert(groups.end(), {words, {}});
    group->strata.push_back(cliff);
  }
  return groups;
}

} // namespace tailgate::report::detail
