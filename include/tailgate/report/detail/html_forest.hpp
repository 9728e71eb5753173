// The forest plots of the HTML report: each stratum's difference with its interval, against zero
// and against the margin. A table of inline SVG strips whose coordinates are percentages, so that
// it fits any width without shrinking its type.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/estimands.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/noise.hpp>
#include <tailgate/report/detail/reading.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <vector>

namespace tailgate::report::detail {

/// A linear axis over [low, high] with round ticks.
struct plot_axis {
  double low = 0, high = 0;

  void include(double x) {
    low = std::min(low, x);
    high = std::max(high, x);
  }
  void include(const interval& i) {
    include(i.lower);
    include(i.upper);
  }

  /// Where x lies, 0 to 1, with 3 % of the width free at both ends.
  [[nodiscard]] double at(double x) const {
    return high > low ? 0.03 + 0.94 * (x - low) / (high - low) : 0.5;
  }

  /// Between three and seven multiples of 1, 2 or 5 times a power of ten.
  [[nodiscard]] std::vector<double> ticks() const {
    std::vector<double> values;
    if (!(high > low))
      return {low};
    const double rough = (high - low) / 5;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    const double step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
    for (double k = std::ceil(low / step); k * step <= high; ++k)
      values.push_back(k * step);
    return values;
  }
};

/// The side of a margin on which damage lies, as a signed difference.
[[nodiscard]] inline double margin_position(const judged_stratum& s) {
  return s.summary.direction == better::higher ? -s.margin : s.margin;
}

[[nodiscard]] inline plot_axis forest_axis(
    const comparison& c, const judged_metric& metric, const aggregate_values& total) {
  plot_axis axis;
  for (const judged_stratum& s : metric.strata) {
    if (s.summary.difference)
      axis.include(s.summary.difference.value());
    if (s.summary.confidence)
      axis.include(s.summary.confidence.value());
    if (s.decision != verdict::not_gated)
      axis.include(1.25 * margin_position(s));
    if (const auto* noise = find_noise(c, s.summary.metric, s.summary.stratum))
      axis.include({-noise->difference, noise->difference});
  }
  if (total.confidence)
    axis.include(total.confidence.value());
  return axis;
}

[[nodiscard]] inline std::string svg_range(const plot_axis& axis, const interval& range) {
  return "<line class=\"ci\" x1=\"" + percent(axis.at(range.lower)) + "\" x2=\"" +
         percent(axis.at(range.upper)) + "\" y1=\"50%\" y2=\"50%\"/>";
}

/// The strip of one stratum: the ground beyond the margin, the noise, zero, margin, interval,
/// point.
[[nodiscard]] inline std::string svg_forest_strip(
    const judged_stratum& s, const noise_floor::stratum_noise* noise, const plot_axis& axis) {
  std::string out = "<svg class=\"strip " + verdict_class(s.decision) + "\" aria-hidden=\"true\">";
  if (s.decision != verdict::not_gated) {
    const double margin = axis.at(margin_position(s));
    const bool left = s.summary.direction == better::higher;
    out += "<rect class=\"beyond\" x=\"" + percent(left ? 0 : margin) + "\" width=\"" +
           percent(left ? margin : 1 - margin) + "\" y=\"0\" height=\"100%\"/>" +
           svg_vertical("margin", margin);
  }
  if (noise != nullptr)
    out += "<rect class=\"noise\" x=\"" + percent(axis.at(-noise->difference)) + "\" width=\"" +
           percent(axis.at(noise->difference) - axis.at(-noise->difference)) +
           "\" y=\"15%\" height=\"70%\"/>";
  out += svg_vertical("zero", axis.at(0));
  if (s.summary.confidence)
    out += svg_range(axis, s.summary.confidence.value());
  if (s.summary.difference)
    out += svg_marker(axis.at(s.summary.difference.value()), "50%", s.decision);
  return out + "</svg>";
}

[[nodiscard]] inline std::string html_forest_row(
    const comparison& c, const judged_stratum& s, const plot_axis& axis) {
  const paired_summary& row = s.summary;
  const auto* noise = find_noise(c, row.metric, row.stratum);
  return "<tr><th scope=\"row\">" + html_stratum(row.stratum) + "</th><td class=\"plot\">" +
         svg_forest_strip(s, noise, axis) +
         (noise == nullptr
                 ? ""
                 : html_hidden("noise " + format_magnitude(noise->difference, row.unit))) +
         "</td><td class=\"num\">" + html_difference(row.difference, row.unit) +
         "</td><td class=\"num range\">" +
         (row.difference ? html_interval(row.confidence, row.unit) : "") + "</td><td>" +
         html_verdict(s.decision) + "</td></tr>\n";
}

[[nodiscard]] inline std::string html_forest_total(
    const judged_metric& metric, const aggregate_values& total, const plot_axis& axis) {
  std::string strip =
      "<svg class=\"strip\" aria-hidden=\"true\">" + svg_vertical("zero", axis.at(0));
  if (total.confidence)
    strip += svg_range(axis, total.confidence.value());
  if (total.difference)
    strip += "<svg x=\"" + percent(axis.at(total.difference.value())) +
             "\" y=\"50%\" class=\"m total\"><path d=\"M-7 0 0-5 7 0 0 5z\"/></svg>";
  return "<tr class=\"total\"><th scope=\"row\">Population" + escape_html(pooled_phrase(metric)) +
         "</th><td class=\"plot\">" + strip + "</svg></td><td class=\"num\">" +
         html_difference(total.difference, metric.result.unit()) + "</td><td class=\"num range\">" +
         (total.difference ? html_interval(total.confidence, metric.result.unit()) : "") +
         "</td><td></td></tr>\n";
}

[[nodiscard]] inline std::string html_forest_axis(const plot_axis& axis, const std::string& unit) {
  std::string out = "<tr class=\"axis-row\" aria-hidden=\"true\"><td></td><td class=\"plot\"><svg "
                    "class=\"ticks\">";
  for (const double tick : axis.ticks())
    out += "<text x=\"" + percent(axis.at(tick)) + "\" y=\"14\">" +
           with_minus_sign(is_proportion(unit) ? format_tick(100 * tick) : format_tick(tick)) +
           "</text>";
  return out + "</svg></td><td colspan=\"3\">" + escape_html(difference_unit(unit)) +
         "</td></tr>\n";
}

/// "exact match, points; 90% intervals; margin 3.0 points", the margin where all strata share it.
[[nodiscard]] inline std::string forest_caption(const judged_metric& metric) {
  const std::string& unit = metric.result.unit();
  std::string text = metric_label(metric.result.metric()) + ", " + difference_unit(unit) + "; " +
                     format_level(metric.result.confidence_level()) + " intervals";
  const judged_stratum& first = metric.strata.front();
  if (std::all_of(metric.strata.begin(), metric.strata.end(), [&](const judged_stratum& s) {
        return s.decision != verdict::not_gated && s.margin == first.margin;
      }))
    text += "; margin " + format_magnitude(first.margin, unit);
  return text;
}

/// The plot of one metric of a tier, folded unless `open`.
[[nodiscard]] inline std::string html_forest(
    const comparison& c, const judged_tier& tier, const judged_metric& metric, bool open) {
  return population_of(metric).read([&](auto, const aggregate_values& total) {
    const plot_axis axis = forest_axis(c, metric, total);
    std::string out =
        std::string("<details") + (open ? " open" : "") + "><summary><b>" + escape_html(tier.name) +
        "</b> " + escape_html(metric_label(metric.result.metric())) + ": " +
        escape_html(verdict_counts(metric)) + "</summary>\n<table class=\"forest\"><caption>" +
        escape_html(forest_caption(metric)) +
        "</caption>\n<colgroup><col class=\"c-name\"><col><col class=\"c-num\"><col "
        "class=\"c-range\"><col class=\"c-verdict\"></colgroup>\n"
        "<thead class=\"vh\"><tr><th scope=\"col\">Stratum</th><th "
        "scope=\"col\">Plot</th><th scope=\"col\">Difference</th><th "
        "scope=\"col\">Interval</th><th scope=\"col\">Verdict</th></tr></thead>\n"
        "<tbody>\n";
    for (const judged_stratum* s : by_damage(metric))
      out += html_forest_row(c, *s, axis);
    return out + html_forest_total(metric, total, axis) +
           html_forest_axis(axis, metric.result.unit()) + "</tbody></table></details>\n";
  });
}

/// The plots of every metric that decides; `lead`, the tier that the page begins with, is open.
[[nodiscard]] inline std::string html_forests(const comparison& c, const judged_tier* lead) {
  std::string plots;
  for (const judged_tier& tier : c.tiers)
    for (const std::string& name : leading_metrics(c))
      if (const judged_metric* metric = find_metric(tier, name);
          metric != nullptr && !metric->strata.empty())
        plots += html_forest(c, tier, *metric, &tier == lead);
  return html_section("forest", "How sure that is",
      std::string("Differences with their intervals, failing strata first. The dashed line is the "
                  "margin: an interval wholly on its shaded side fails, one wholly on the other "
                  "side passes. ") +
          (c.noise ? "The grey band is what 95 % of comparisons stay within in which nothing "
                     "changed. "
                   : "") +
          "Each plot has its own scale.",
      plots);
}

} // namespace tailgate::report::detail
