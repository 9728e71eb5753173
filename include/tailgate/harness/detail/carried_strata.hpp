// Which strata of two runs carry what a metric reads: wholly, or not at all.
//
// A metric over the items that happen to carry its data would be a number over a selection that
// nobody chose. So a stratum carries something when all of its items do, and a stratum in which
// some do is refused, as is a candidate that carries it for fewer strata than the baseline.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/harness/run_record.hpp>
#include <vector>

namespace tailgate::detail {

/// For each stratum whether its items carry `what`; nothing for a stratum without items. Throws
/// argument_error E482 when some of a stratum's items do.
template <class Carries>
[[nodiscard]] std::vector<std::optional<bool>> carried_by(
    const run_record& run, const char* what, Carries carries) {
  std::vector<std::optional<bool>> result(run.design.strata.size());
  std::vector<const item_record*> first(result.size());
  for (const item_record& item : run.items) {
    std::optional<bool>& stratum = result[item.stratum];
    const bool carried = carries(item);
    if (!stratum) {
      stratum = carried;
      first[item.stratum] = &item;
    } else if (*stratum != carried) {
      const item_record& with = carried ? item : *first[item.stratum];
      const item_record& without = carried ? *first[item.stratum] : item;
      throw argument_error(482, "run of '" + run.model + "'",
          "in stratum '" + run.design.strata[item.stratum].key.name() + "' item '" + with.id +
              "' has " + what + " and item '" + without.id +
              "' has none; they are scored differently, give them strata of their own");
    }
  }
  return result;
}

/// The strata whose items carry `what` in both runs, by index, rising; empty when no stratum does.
/// A stratum that has items in one run only goes by that run. Throws argument_error E482, and E484
/// when the runs share `what` in some strata and differ in others.
template <class Carries>
[[nodiscard]] std::vector<std::size_t> carried_strata(
    const paired_run& runs, const char* what, Carries carries) {
  const auto baseline = carried_by(*runs.baseline, what, carries);
  const auto candidate = carried_by(*runs.candidate, what, carries);
  std::vector<std::size_t> shared;
  std::optional<std::size_t> differing;
  for (std::size_t s = 0; s < baseline.size(); ++s) {
    const bool there = baseline[s].value_or(candidate[s].value_or(false));
    const bool here = candidate[s].value_or(there);
    if (there && here)
      shared.push_back(s);
    else if (there != here)
      differing = s;
  }
  if (!shared.empty() && differing)
    throw argument_error(484, "compare_runs",
        "stratum '" + runs.baseline->design.strata[*differing].key.name() + "' has " + what +
            " in one run only, other strata in both; a metric over the others would leave it out, "
            "measure it in both runs or in neither");
  return shared;
}

} // namespace tailgate::detail
