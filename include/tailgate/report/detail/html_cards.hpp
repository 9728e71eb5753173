// The verdict cards of the HTML report: the population number and the worst stratum side by side.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/to_look_at.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// "Population loss 1.960 → 1.974 (+0.014 nats per token); it hides task=hex: ..."
[[nodiscard]] inline std::string html_population(const judged_metric& metric) {
  std::string sentence = population_sentence(metric, " \u2192 ");
  sentence.front() = 'P';
  return escape_html(sentence);
}

/// The largest change of a population or a worst stratum on a metric: what all bars are drawn to.
[[nodiscard]] inline double card_scale(const comparison& c, const std::string& metric) {
  double largest = 0;
  for (const judged_tier& tier : c.tiers)
    if (const judged_metric* m = find_metric(tier, metric)) {
      if (const judged_stratum* worst = worst_of(*m))
        largest = std::max(largest, std::abs(worst->summary.difference.value()));
      population_of(*m).read([&](auto, const aggregate_values& total) {
        largest = std::max(largest, std::abs(total.difference.value_or(0)));
      });
    }
  return largest;
}

/// One half of a card: a label, the difference in large type, a bar, and the scores.
[[nodiscard]] inline std::string card_half(const std::string& name, const std::string& label,
    const estimate<double>& difference, const std::string& scores, double scale,
    const judged_metric& metric) {
  const std::string& unit = metric.result.unit();
  const double share = difference && scale > 0 ? std::abs(difference.value()) / scale : 0.0;
  const bool lost = difference && loss_of(metric.result.direction(), difference.value()) > 0;
  return "<div class=\"half " + name + "\"><p class=\"label\">" + label + "</p><p class=\"big\">" +
         html_difference(difference, unit) +
         (difference ? "<span class=\"unit\">" + escape_html(difference_unit(unit)) + "</span>"
                     : "") +
         "</p><div class=\"bar" + (lost ? " lost" : "") + "\" aria-hidden=\"true\">" +
         (difference ? "<i style=\"width:" + percent(share) + "\"></i>" : "") +
         "</div><p class=\"scores\">" + scores + "</p></div>";
}

/// The card of a tier: its first metric in large type, the other metrics that decide in a sentence,
/// the tail and what is worth a look folded.
[[nodiscard]] inline std::string html_card(const comparison& c, const judged_tier& tier) {
  std::string out = "<article class=\"card " + verdict_class(tier.decision) + "\"><header><h3>" +
                    escape_html(tier.name) + "</h3>" + html_verdict(tier.decision) +
                    "<p class=\"bits\">" + format_fixed(tier.bits_per_weight, 2) +
                    " bits per weight</p></header>";
  bool primary = true;
  std::string tail;
  for (const std::string& name : leading_metrics(c)) {
    const judged_metric* metric = find_metric(tier, name);
    if (metric == nullptr)
      continue;
    tail += "<p>" + escape_html(metric_label(name) + ": " + tail_sentence(*metric)) + ".</p>";
    if (!primary) {
      out += "<p class=\"also\">" + html_population(*metric) +
             "; strata: " + verdict_counts(*metric) + ".</p>";
      continue;
    }
    primary = false;
    const std::string& unit = metric->result.unit();
    const double scale = card_scale(c, name);
    const judged_stratum* worst = worst_of(*metric);
    out +=
        "<div class=\"halves\">" +
        population_of(*metric).read([&](auto, const aggregate_values& total) {
          return card_half("population",
              "<b>Population</b>" + escape_html(metric_label(name) + pooled_phrase(*metric)),
              total.difference, html_scores(total.baseline, total.candidate, unit), scale, *metric);
        });
    if (worst != nullptr)
      out += card_half("worst", "<b>Worst stratum</b>" + html_stratum(worst->summary.stratum),
          worst->summary.difference,
          html_scores(worst->summary.baseline, worst->summary.candidate, unit), scale, *metric);
    out += "</div><p class=\"ratio\">";
    if (tier.masking_ratio)
      out += "The worst stratum lost <b>" + format_fixed(tier.masking_ratio.value(), 1) +
             " times</b> what the population lost. ";
    out += "Strata: " + verdict_counts(*metric) + ".</p>";
  }
  const std::string look = look_sentence(tier);
  if (!look.empty())
    tail += "<p>" + escape_html(look) + ".</p>";
  return out + (tail.empty() ? "" : "<details><summary>The tail</summary>" + tail + "</details>") +
         "</article>\n";
}

[[nodiscard]] inline std::string html_cards(const comparison& c) {
  std::string cards;
  for (const judged_tier& tier : c.tiers)
    cards += html_card(c, tier);
  return html_section("verdicts", "What the benchmark says, and what it hides",
      std::string(
          "On the left of each card the one number that a benchmark over everyday traffic would "
          "report; on the right the stratum that lost most. Bars share one scale. ") +
          (c.tiers.empty() || leading_metrics(c).empty()
                  ? std::string()
                  : escape_html(tail_key(first_with(c, leading_metrics(c).front())))),
      "<div class=\"cards\">\n" + cards + "</div>\n");
}

} // namespace tailgate::report::detail
