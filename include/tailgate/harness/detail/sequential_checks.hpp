// What a sequential gate refuses.
#pragma once

#include <algorithm>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/detail/gate_checks.hpp>
#include <tailgate/harness/sequential_options.hpp>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate::detail {

/// Throws E470, E472, E474, what check_options throws, and E456 for a margin of an unknown stratum.
inline void check_sequential(const sequential_options& options) {
  constexpr const char* place = "sequential_gate";
  check_options(options.gate);
  if (options.minimum_exposure == 0)
    throw argument_error(474, place, "the minimum exposure is 0; it must be at least 1 unit");
  const auto& strata = options.strata;
  if (strata.empty())
    throw argument_error(470, place, "no strata are declared; declare all that will be judged");
  for (auto s = strata.begin(); s != strata.end(); ++s)
    if (std::find(strata.begin(), s, *s) != s)
      throw argument_error(
          470, place, "stratum '" + s->name() + "' is declared twice; declare each once");
  for (const gated_metric& rule : options.gate.metrics) {
    if (std::find(options.right_wrong.begin(), options.right_wrong.end(), rule.metric) ==
        options.right_wrong.end())
      throw argument_error(472, place,
          "metric '" + rule.metric +
              "' is not among the right/wrong ones; only outcomes within [-1, 1] can be bet on, so "
              "judge losses and other unbounded values at a planned size with gate, or list the "
              "metric in right_wrong if its items are right or wrong");
    for (const stratum_margin& own : rule.stratum_margins)
      if (std::find(strata.begin(), strata.end(), own.stratum) == strata.end())
        throw argument_error(456, place,
            "'" + rule.metric + "' has a margin for stratum '" + own.stratum.name() +
                "', which is not declared");
  }
}

/// Whether two gates bet on the same, so that their items add up.
[[nodiscard]] inline bool same_plan(const sequential_options& a, const sequential_options& b) {
  const auto same_rule = [&](const gated_metric& x, const gated_metric& y) {
    return x.metric == y.metric && x.floor == y.floor && x.ceiling == y.ceiling &&
           std::all_of(a.strata.begin(), a.strata.end(),
               [&](const stratum_key& s) { return margin_of(x, s) == margin_of(y, s); });
  };
  return a.gate.alpha == b.gate.alpha && a.minimum_exposure == b.minimum_exposure &&
         a.strata == b.strata &&
         std::equal(a.gate.metrics.begin(), a.gate.metrics.end(), b.gate.metrics.begin(),
             b.gate.metrics.end(), same_rule);
}

} // namespace tailgate::detail
