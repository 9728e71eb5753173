// The lines that operator<< writes for breakdowns and aggregates.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/paired_summary.hpp>

namespace tailgate::detail {

/// Six significant digits, independent of the locale.
[[nodiscard]] inline std::string number_text(double x) {
  std::array<char, 32> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::general, 6);
  return {buffer.data(), end.ptr};
}

[[nodiscard]] inline std::string number_text(const estimate<double>& x) {
  return x ? number_text(x.value()) : std::string("undefined (") + to_string(x.why()) + ")";
}

/// ": 0.9 -> 0.62, difference -0.28 [-0.35, -0.21]"
[[nodiscard]] inline std::string numbers_text(const estimate<double>& baseline,
    const estimate<double>& candidate, const estimate<double>& difference,
    const estimate<interval>& confidence) {
  std::string text = ": " + number_text(baseline) + " -> " + number_text(candidate) +
                     ", difference " + number_text(difference);
  if (confidence)
    text += " [" + number_text(confidence.value().lower) + ", " +
            number_text(confidence.value().upper) + "]";
  else
    text += std::string(" [interval undefined: ") + to_string(confidence.why()) + "]";
  return text;
}

/// "task=hex exact_match (proportion), weight 0.02, 250 items: 0.9 -> 0.62, ..."
[[nodiscard]] inline std::string row_text(const paired_summary& row) {
  return row.stratum.name() + " " + row.metric + " (" + row.unit + "), weight " +
         number_text(row.weight) + ", " + std::to_string(row.items) + " items" +
         numbers_text(row.baseline, row.candidate, row.difference, row.confidence);
}

} // namespace tailgate::detail
