// The strata of a tier that are worth a look although they did not fail.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/discoveries.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/number.hpp>
#include <vector>

namespace tailgate::report::detail {

/// The share of false discoveries that the list accepts.
inline constexpr double look_rate = 0.10;

/// The discoveries (Benjamini-Hochberg) of a tier without the strata that fail, smallest q first.
[[nodiscard]] inline std::vector<discovery> beside_fails(const judged_tier& tier) {
  std::vector<discovery> found = to_look_at(std::span<const judged_tier>(&tier, 1), look_rate);
  std::erase_if(found, [&](const discovery& d) {
    return find_stratum(find_metric(tier, d.metric), d.stratum)->decision == verdict::fail;
  });
  return found;
}

/// The first ten of them as one sentence, and how many there are beyond; empty for none. Not
/// escaped.
[[nodiscard]] inline std::string look_sentence(const judged_tier& tier) {
  constexpr std::size_t most = 10;
  const std::vector<discovery> found = beside_fails(tier);
  if (found.empty())
    return "";
  std::string text =
      "worth a look, not failing (Benjamini-Hochberg, q at most " + format_level(look_rate) + "): ";
  std::string_view metric;
  for (std::size_t i = 0; i < std::min(found.size(), most); ++i) {
    const discovery& d = found[i];
    text += i == 0 ? "" : ", ";
    if (d.metric != metric)
      text += metric_label(d.metric) + " in ";
    metric = d.metric;
    text += d.stratum.name() + " " +
            format_difference(d.difference, find_metric(tier, d.metric)->result.unit());
  }
  return found.size() > most ? text + ", and " + format_count(found.size() - most) + " more" : text;
}

} // namespace tailgate::report::detail
