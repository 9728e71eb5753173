// How every report words doubts about the baseline.
#pragma once

#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/verdict_words.hpp>

namespace tailgate::report::detail {

/// Above the flags.
inline constexpr std::string_view flags_heading =
    "The baseline is doubtful as the truth to compare with";

/// "exact match in task=hex: 0.100 of 50 items is worse than ..." Not escaped.
[[nodiscard]] inline std::string flag_sentence(const baseline_flag& flag) {
  return metric_label(flag.metric) + " in " + flag.stratum.name() + ": " + flag.text;
}

} // namespace tailgate::report::detail
