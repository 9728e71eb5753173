// Script drift: how much of an answer left the scripts that its prompt is written in, as the share
// of its letters outside them.
//
// Models quantized too far fall back on the scripts that dominated their training: an answer in
// Thai ends in Latin or Han letters. Exact match calls it wrong, and this says how. Not good where
// another script is right, in translation, transliteration, formulas or source code: leave such
// items out or widen their scripts. Two languages of one script are alike to it.
//
// The shares come from the caller, who knows the expected scripts; an answer without letters has
// the share 0.
#pragma once

#include <cstdint>
#include <string>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate {

/// The share of letters outside the expected scripts in both models' answers to one item.
struct paired_script_drift {
  std::string id;             ///< unique within a stratum
  std::string cluster;        ///< items with an equal, non-empty name are not independent
  double baseline_share = 0;  ///< within [0, 1]
  double candidate_share = 0; ///< within [0, 1]
};

namespace detail {

struct script_drift_traits {
  using observation = paired_script_drift;
  static constexpr const char* name = "script_drift";
  static constexpr const char* unit = "share of letters";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const paired_script_drift& item) {
    require_value(name, item.id, "the baseline's share", item.baseline_share, 1);
    require_value(name, item.id, "the candidate's share", item.candidate_share, 1);
    return {item.baseline_share, item.candidate_share};
  }
};

} // namespace detail

/// The metric "script_drift", the mean share within [0, 1]. observe() throws argument_error E360
/// (empty id), E361 (id seen before), E362 (a share outside [0, 1]; names the item).
using script_drift = detail::mean_metric<detail::script_drift_traits>;

static_assert(paired_metric<script_drift>);

} // namespace tailgate
