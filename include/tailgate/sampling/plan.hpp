// What a verdict will cost, before anything runs: the pairs that each stratum needs, with the exact
// power that they buy.
//
// For each stratum the user states how often answers are expected to be lost and gained, and the
// margin. Where the expected difference lies above -margin the stratum is planned to be shown no
// worse, where it lies below to be shown worse; at the margin no number of pairs decides.
//
//   no worse   one-sided level alpha: a tier passes only when all strata do, which needs no
//              adjustment. All of K independent strata pass with the product of their powers.
//   worse      level alpha / family: the first step of Holm's adjustment, so that the plan is at
//              most too careful
//
// Power is that of Tango's test over independent pairs drawn from a large population. Without
// replacement from a small one it is higher; with clustered items it is lower, and the pairs have
// to be multiplied by the design effect.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/sampling/detail/allocation_bounds.hpp>
#include <tailgate/sampling/sampling_request.hpp>
#include <tailgate/stats/connor.hpp>
#include <tailgate/stats/tango_power.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What is assumed of one stratum.
struct planned_stratum {
  stratum_key key;
  stats::discordance expected;               ///< probabilities of a lost and a gained item
  double margin = 0.03;                      ///< within (0, 1)
  std::optional<std::uint64_t> population{}; ///< items that there are, where it is known
};

struct plan_options {
  double alpha = 0.05;    ///< one-sided
  double power = 0.8;     ///< of each stratum on its own
  std::size_t family = 0; ///< strata x tiers judged together; 0: the number of planned strata
};

/// The cost of one stratum's verdict.
struct stratum_plan {
  stratum_key key;
  stats::margin_verdict verdict = stats::margin_verdict::no_worse;
  double level = 0;              ///< alpha of its test
  estimate<std::uint64_t> pairs; ///< undefined (no solution) at the margin
  estimate<double> power;        ///< exact, of `pairs`, or of the population where that is smaller
  std::uint64_t missing = 0;     ///< pairs beyond the population
  estimate<std::uint64_t>
      any_change; ///< pairs to see that anything changed: Connor, two-sided alpha
};

struct verdict_plan {
  std::vector<stratum_plan> strata; ///< as given
  std::uint64_t pairs = 0;          ///< over all strata that have a number; each is two answers
  estimate<double> all;             ///< the probability of all verdicts, strata being independent
};

/// Plans the verdict of every stratum. Undefined parts say why.
/// Throws argument_error E340 for no strata, a margin outside (0, 1), or an alpha or power outside
/// (0, 1); E201, E211 as stats::connor_sample_size. The cost is that of stats::tango_sample_size.
[[nodiscard]] inline verdict_plan plan(
    std::span<const planned_stratum> strata, const plan_options& options = {}) {
  const auto inside = [](double x) { return x > 0 && x < 1; };
  if (strata.empty() || !inside(options.alpha) || !inside(options.power))
    throw argument_error(340, "plan",
        std::to_string(strata.size()) + " strata, alpha " + std::to_string(options.alpha) +
            ", power " + std::to_string(options.power) +
            "; plan at least one stratum, with alpha and power within (0, 1)");
  const std::size_t family = options.family == 0 ? strata.size() : options.family;
  verdict_plan result;
  result.strata.reserve(strata.size());
  double all = 1;
  std::optional<undefined_reason> unknown;
  for (const planned_stratum& s : strata) {
    if (!inside(s.margin))
      throw argument_error(340, "plan",
          "stratum '" + s.key.name() + "' has margin " + std::to_string(s.margin) +
              "; it lies within (0, 1), for example 0.03");
    stratum_plan made;
    made.key = s.key;
    const bool passes = s.expected.gained - s.expected.lost >= -s.margin;
    made.verdict = passes ? stats::margin_verdict::no_worse : stats::margin_verdict::worse;
    made.level = passes ? options.alpha : options.alpha / static_cast<double>(family);
    made.any_change = stats::connor_sample_size(s.expected, options.alpha, options.power);
    made.pairs =
        stats::tango_sample_size(s.expected, s.margin, made.level, options.power, made.verdict);
    if (made.pairs) {
      std::uint64_t pairs = made.pairs.value();
      result.pairs += pairs;
      if (s.population && *s.population < pairs) {
        made.missing = pairs - *s.population;
        pairs = *s.population;
      }
      made.power = stats::tango_power(pairs, s.expected, s.margin, made.level, made.verdict);
      all *= made.power.value();
    } else {
      made.power = made.pairs.why();
      unknown = made.pairs.why();
    }
    result.strata.push_back(std::move(made));
  }
  result.all = unknown ? estimate<double>(*unknown) : estimate<double>(all);
  return result;
}

/// Asks for the planned pairs: as the minimum of each stratum of that name, and as the total where
/// that is larger. Strata without a planned number keep what they had. O(strata^2).
inline void ask_for(sampling_request& request, const verdict_plan& planned) {
  for (const stratum_plan& p : planned.strata)
    for (stratum_request& s : request.strata)
      if (p.pairs && s.key == p.key)
        s.minimum = p.pairs.value();
  std::uint64_t least = 0;
  for (const stratum_request& s : request.strata)
    least += detail::minimum_of(s, request.allocation);
  request.allocation.total = std::max(request.allocation.total, least);
}

} // namespace tailgate
