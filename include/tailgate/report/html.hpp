// The report as one self-contained HTML page: no network, no outside font, image or script.
//
// It is read in the order of the argument: what makes it doubtful, what the benchmark says beside
// what it hides, where it was lost, how sure that is, at which tier it breaks, and then every
// number. It follows the reader's light or dark setting, prints, works without its script, with a
// keyboard and with a screen reader; colour never carries a meaning alone.
#pragma once

#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/digest.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/html_cards.hpp>
#include <tailgate/report/detail/html_forest.hpp>
#include <tailgate/report/detail/html_heat_map.hpp>
#include <tailgate/report/detail/html_ladder.hpp>
#include <tailgate/report/detail/html_notices.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/html_quantiles.hpp>
#include <tailgate/report/detail/html_table.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/html_script.hpp>
#include <tailgate/report/html_style.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate {

namespace report::detail {

/// The policy forbids every load from outside, whatever a name might have smuggled in.
[[nodiscard]] inline std::string html_head(const comparison& c) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
         "form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n<title>" +
         escape_html(c.title) + " against " + escape_html(c.baseline) + "</title>\n<style>" +
         std::string(html_style()) + "</style>\n</head>\n";
}

/// Of the failing tiers the one whose population number hides most; null when there is none.
[[nodiscard]] inline const judged_tier* lead_tier(const comparison& c) {
  const judged_tier* lead = nullptr;
  for (const judged_tier& tier : c.tiers)
    if (tier.decision == verdict::fail && tier.masking_ratio && !tier.metrics.empty() &&
        worst_of(tier.metrics.front()) != nullptr &&
        (lead == nullptr || tier.masking_ratio.value() > lead->masking_ratio.value()))
      lead = &tier;
  return lead;
}

/// The finding in one sentence.
[[nodiscard]] inline std::string html_lead(const judged_tier* lead) {
  if (lead == nullptr)
    return "";
  const judged_metric& metric = lead->metrics.front();
  const paired_summary& worst = worst_of(metric)->summary;
  const std::string unit = " " + escape_html(difference_unit(worst.unit));
  return population_of(metric).read([&](auto, const aggregate_values& total) {
    return " With <b>" + escape_html(lead->name) + "</b> the benchmark" +
           escape_html(pooled_phrase(metric)) + " moved by " +
           html_difference(total.difference, worst.unit) + unit + "; behind that stand <b>" +
           html_difference(worst.difference, worst.unit) + unit + "</b> on " +
           html_stratum(worst.stratum) + ".";
  });
}

/// "3 tiers judged against fp32: 2 fail, 1 inconclusive." and the finding.
[[nodiscard]] inline std::string html_deck(const comparison& c) {
  std::string text;
  for (const verdict v : all_verdicts) {
    std::size_t count = 0;
    for (const judged_tier& tier : c.tiers)
      count += tier.decision == v;
    if (count != 0)
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + verdict_label(v);
  }
  return std::to_string(c.tiers.size()) + (c.tiers.size() == 1 ? " tier" : " tiers") +
         " judged against <b>" + escape_html(c.baseline) + "</b>: " + text + "." +
         html_lead(lead_tier(c));
}

[[nodiscard]] inline std::string html_definition(
    const std::string& term, const std::string& value) {
  return "<div><dt>" + escape_html(term) + "</dt><dd>" + escape_html(value) + "</dd></div>";
}

[[nodiscard]] inline std::string html_footer(const comparison& c) {
  std::string out = "<footer>\n<h2>How this was made</h2>\n<dl>" +
                    html_definition("alpha, one-sided", format_level(c.alpha)) +
                    html_definition("seed", format_count(c.seed));
  for (const auto& [name, value] : c.settings)
    out += html_definition(name, value);
  for (const auto& [name, value] : c.environment)
    out += html_definition(name, value);
  return out + "</dl>\n<p class=\"digest\">Digest <code>" + digest(c) + "</code></p>\n</footer>\n";
}

} // namespace report::detail

/// Writes a comparison as one HTML5 document in UTF-8. Text from outside is escaped wherever it
/// stands, in markup and attributes, and a content security policy in the document forbids loading
/// anything. Undefined estimates show as "n/a (reason)". Deterministic. Linear in tiers x strata x
/// metrics, times the logarithm for sorting; some 60 KiB and 1 KiB a row.
[[nodiscard]] inline std::string html_report(const comparison& c) {
  using namespace report::detail;
  return html_head(c) +
         "<body>\n<a class=\"skip\" href=\"#table\">Skip to all numbers</a>\n<header "
         "class=\"top\">\n<p class=\"kicker\">Quantization damage report</p>\n<h1>" +
         report::escape_html(c.title) + "</h1>\n<p class=\"deck\">" + html_deck(c) +
         "</p>\n</header>\n<main>\n" + html_notices(c) + html_cards(c) + html_heat_maps(c) +
         html_forests(c, lead_tier(c)) + html_ladder(c) + html_quantiles(c) + html_table(c) +
         "</main>\n" + html_footer(c) + "<script>" + std::string(report::html_script()) +
         "</script>\n</body>\n</html>\n";
}

} // namespace tailgate
