// The lines that a marginal table prints of its tests and warnings.
#pragma once

#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/reversed_levels.hpp>
#include <tailgate/metrics/strata_heterogeneity.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace tailgate::detail {

/// "task=hex; task=lookup records=300"
[[nodiscard]] inline std::string names_text(std::span<const stratum_key> keys) {
  std::string text;
  for (const stratum_key& key : keys)
    text += (text.empty() ? "" : "; ") + key.name();
  return text;
}

/// "Cochran Q 4.2 on 2 df, p 0.12, I^2 0.52" and on; a line a test, without the
/// tests that do not apply to the metric. Empty for a single stratum.
[[nodiscard]] inline std::string heterogeneity_text(const strata_heterogeneity& h) {
  const auto statistic = [](double value, double degrees_of_freedom, double p) {
    return number_text(value) + " on " + number_text(degrees_of_freedom) + " df, p " +
           number_text(p);
  };
  const auto undefined = [](undefined_reason why) {
    return std::string("undefined (") + to_string(why) + ")";
  };
  const auto left_out = [](const std::vector<stratum_key>& keys, const char* why) {
    return keys.empty() ? std::string("\n") : "; left out, " + (why + names_text(keys)) + "\n";
  };
  if (h.strata < 2)
    return "";
  std::string text = "Cochran Q ";
  if (h.cochran_q) {
    const cochran_q_test& q = h.cochran_q.value();
    text += statistic(q.q, q.degrees_of_freedom, q.p_value) + ", I^2 " + number_text(q.i_squared);
  } else {
    text += undefined(h.cochran_q.why());
  }
  text += left_out(h.without_spread, "without a spread: ");
  if (h.without_table.size() < h.strata) {
    text += "common odds ratio ";
    if (h.common_odds_ratio && h.common_odds_ratio.value().odds_ratio)
      text += number_text(h.common_odds_ratio.value().odds_ratio) + ", p " +
              number_text(h.common_odds_ratio.value().p_value);
    else
      text += undefined(h.common_odds_ratio ? h.common_odds_ratio.value().odds_ratio.why()
                                            : h.common_odds_ratio.why());
    text += "; Breslow-Day ";
    if (h.breslow_day)
      text += statistic(h.breslow_day.value().chi_square, h.breslow_day.value().degrees_of_freedom,
          h.breslow_day.value().p_value);
    else
      text += undefined(h.breslow_day.why());
    text += left_out(h.without_table, "without an odds ratio: ");
  }
  if (h.heterogeneous())
    text += "warning: the strata differ by more than chance explains; read them one by one\n";
  if (h.reversed())
    text += h.reversal.value() == stats::reversal::hidden_damage
                ? "warning: reversal, the total is better and every stratum is worse or equal; the "
                  "two runs mix the strata differently\n"
                : "warning: reversal, the total is worse and every stratum is better or equal; the "
                  "two runs mix the strata differently\n";
  return text;
}

[[nodiscard]] inline std::string reversal_text(const reversed_levels& pair) {
  std::string text = "warning: reversal, " + pair.worse.name() + " lost more than " +
                     pair.other.name() + " by the means, and at equal levels of the other axes " +
                     "it lost less: ";
  bool first = true;
  for (const auto& [worse, other] : pair.strata) {
    text += (first ? "" : "; ") + worse.name() + " against " + other.name();
    first = false;
  }
  return text + "\n";
}

} // namespace tailgate::detail
