// How every report says what means nothing: the noise floor in two sentences, and by stratum.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// The noise of one stratum; null where no A/A comparison has it.
[[nodiscard]] inline const noise_floor::stratum_noise* find_noise(
    const comparison& c, std::string_view metric, const stratum_key& key) {
  if (c.noise)
    for (const noise_floor::stratum_noise& s : c.noise->strata)
      if (s.metric == metric && s.stratum == key)
        return &s;
  return nullptr;
}

/// "3 (0.6% [0.1%, 1.7%])"
[[nodiscard]] inline std::string rate_text(
    std::size_t fails, std::size_t replicates, const interval& rate) {
  const double share =
      replicates == 0 ? 0.0 : static_cast<double>(fails) / static_cast<double>(replicates);
  return format_count(fails) + " (" + format_percent(share) + " [" + format_percent(rate.lower) +
         ", " + format_percent(rate.upper) + "])";
}

/// How often the gate fails the unchanged. Not escaped.
[[nodiscard]] inline std::string false_fail_sentence(const noise_floor& noise) {
  std::string text =
      "Of " + format_count(noise.replicates) + " comparisons in which nothing changed (" +
      noise.source + ") the gate failed " +
      rate_text(noise.false_fails, noise.replicates, noise.false_fail_rate) +
      "; with every margin at 0, " +
      rate_text(noise.fails_without_margin, noise.replicates, noise.fail_rate_without_margin);
  if (noise.neighbours > 1)
    text += ", and with " + format_count(noise.neighbours) + " neighbours exchanged together " +
            rate_text(noise.fails_of_neighbours, noise.replicates, noise.fail_rate_of_neighbours);
  return text + ".";
}

/// What 95 % of them stay within: the strata with the least and the most noise of each metric.
/// Empty where no stratum has any. Not escaped.
[[nodiscard]] inline std::string noise_sentence(const comparison& c) {
  std::string text;
  for (const std::string& metric : metric_names(c)) {
    const noise_floor::stratum_noise *least = nullptr, *most = nullptr;
    for (const noise_floor::stratum_noise& s : c.noise->strata)
      if (s.metric == metric) {
        least = least == nullptr || s.difference < least->difference ? &s : least;
        most = most == nullptr || s.difference > most->difference ? &s : most;
      }
    if (least == nullptr)
      continue;
    const std::string& unit = first_with(c, metric).result.unit();
    text += (text.empty() ? "" : "; ") + metric_label(metric) + " " +
            format_magnitude(most->difference, unit) + " in " + most->stratum.name();
    if (least->difference < most->difference)
      text +=
          ", down to " + format_magnitude(least->difference, unit) + " in " + least->stratum.name();
  }
  return text.empty()
             ? ""
             : "Differences that mean nothing, since 95% of these stay within: " + text + ".";
}

} // namespace tailgate::report::detail
