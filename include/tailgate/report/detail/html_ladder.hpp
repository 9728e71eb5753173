// The cliff ladder of the HTML report: for each stratum its score from the baseline down the tiers,
// as small multiples on one scale, with the cliff between the last tier that passes and the first
// that does not. The earliest cliffs come first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/tiers.hpp>
#include <tailgate/report/detail/cliffs.hpp>
#include <tailgate/report/detail/gating.hpp>
#include <tailgate/report/detail/html_parts.hpp>
#include <tailgate/report/detail/lookup.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <vector>

namespace tailgate::report::detail {

/// One point of a ladder: the baseline's (no verdict) or a tier's.
struct ladder_point {
  std::string name;
  estimate<double> level; ///< the score, or the difference where scores are no proportions
  verdict decision = verdict::not_gated;
};

/// The points of one stratum: the baseline's, then the tiers' from the top of the ladder down.
/// Losses of strata lie far apart and their damage is small beside that, so that of a metric
/// without a common scale the differences are drawn.
[[nodiscard]] inline std::vector<ladder_point> ladder_points(
    const comparison& c, const stratum_cliff& cliff) {
  std::vector<ladder_point> points{{c.baseline, {}, verdict::not_gated}};
  points.reserve(c.tiers.size() + 1);
  for (const std::size_t t : by_precision(c.tiers)) {
    const judged_tier& tier = c.tiers[t];
    const judged_stratum& s = *find_stratum(find_metric(tier, cliff.metric), cliff.stratum);
    const bool scores = is_proportion(s.summary.unit);
    if (!points.front().level)
      points.front().level = scores ? s.summary.baseline : estimate<double>(0.0);
    points.push_back({tier.name, scores ? s.summary.candidate : s.summary.difference, s.decision});
  }
  return points;
}

/// The levels that the vertical axis spans: 0 to 1 for proportions, else what occurs. Pixels of a
/// plot 120 high, which the style sheet sets.
struct ladder_scale {
  double low = 0, high = 1;
  static constexpr double top = 20, bottom = 108;

  [[nodiscard]] double y(double level) const {
    return high > low ? bottom - (bottom - top) * (level - low) / (high - low) : bottom;
  }
};

[[nodiscard]] inline ladder_scale ladder_range(
    const comparison& c, const std::string& unit, const std::vector<const stratum_cliff*>& cliffs) {
  if (is_proportion(unit))
    return {};
  ladder_scale scale{0, 0};
  for (const stratum_cliff* cliff : cliffs)
    for (const ladder_point& p : ladder_points(c, *cliff))
      if (p.level) {
        scale.low = std::min(scale.low, p.level.value());
        scale.high = std::max(scale.high, p.level.value());
      }
  return scale;
}

/// A level as printed beside its point.
[[nodiscard]] inline std::string ladder_number(double level, const std::string& unit) {
  return is_proportion(unit) ? format_fixed(level, 2) : with_sign(format_fixed(level, 2));
}

/// `cliff`: the position of the first tier that does not pass.
[[nodiscard]] inline std::string svg_ladder(const std::vector<ladder_point>& points,
    const std::optional<std::size_t>& cliff, const ladder_scale& scale, const std::string& unit) {
  const auto x = [&](double i) {
    return 0.08 + 0.84 * i / static_cast<double>(std::max<std::size_t>(points.size() - 1, 1));
  };
  std::string lines, marks;
  if (cliff)
    lines += svg_vertical("cliff", x(static_cast<double>(*cliff) + 0.5));
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].level)
      continue;
    const double at = x(static_cast<double>(i)), y = scale.y(points[i].level.value());
    if (i > 0 && points[i - 1].level)
      lines += "<line class=\"rung\" x1=\"" + percent(x(static_cast<double>(i) - 1)) + "\" y1=\"" +
               format_fixed(scale.y(points[i - 1].level.value()), 1) + "\" x2=\"" + percent(at) +
               "\" y2=\"" + format_fixed(y, 1) + "\"/>";
    marks += svg_marker(at, format_fixed(y, 1), points[i].decision);
    if (points.size() <= 6 || i == 0 || i + 1 == points.size())
      marks += "<text x=\"" + percent(at) + "\" y=\"" + format_fixed(y - 9, 1) + "\">" +
               with_minus_sign(ladder_number(points[i].level.value(), unit)) + "</text>";
  }
  std::string text;
  for (const ladder_point& p : points)
    text += (text.empty() ? "" : ", ") + p.name + " " +
            format_estimate(p.level, [&](double level) { return ladder_number(level, unit); });
  const std::string floor = format_fixed(ladder_scale::bottom, 1);
  return "<svg class=\"ladder-plot\" aria-hidden=\"true\"><line class=\"floor\" x1=\"0\" "
         "x2=\"100%\" y1=\"" +
         floor + "\" y2=\"" + floor + "\"/>" + lines + marks + "</svg>" + html_hidden(text);
}

/// The panels of one metric.
[[nodiscard]] inline std::string html_ladder_of(
    const comparison& c, const ladder& rungs, const std::string& metric) {
  const std::string unit = first_with(c, metric).result.unit();
  const auto cliffs = earliest_first(rungs, metric);
  const ladder_scale scale = ladder_range(c, unit, cliffs);
  std::string cells;
  for (const stratum_cliff* cliff : cliffs)
    cells += "<li><p>" + html_stratum(cliff->stratum) + "</p>" +
             svg_ladder(ladder_points(c, *cliff), cliff->cliff, scale, unit) +
             "<p class=\"words\">" + escape_html(cliff_words(rungs, *cliff)) + "</p></li>\n";
  return "<h3>" + escape_html(metric_label(metric)) + "</h3>\n<p class=\"intro\">" +
         (is_proportion(unit) ? "The score"
                              : "The difference from " + escape_html(c.baseline) + ", " +
                                    escape_html(difference_unit(unit)) + ",") +
         " of each stratum, left to right: " + escape_html(c.baseline + ", " + rung_list(rungs)) +
         ". All panels share one scale; the line at the foot is " +
         with_minus_sign(ladder_number(scale.low, unit)) + ".</p>\n<ul class=\"ladder\">\n" +
         cells + "</ul>\n";
}

[[nodiscard]] inline std::string html_ladder(const comparison& c) {
  const std::optional<ladder> rungs = ladder_of(c);
  if (!rungs)
    return "";
  std::string panels;
  for (const std::string& metric : leading_metrics(c))
    panels += html_ladder_of(c, *rungs, metric);
  return html_section("ladder", "Where the cliff is",
      "The dashed line stands before the first tier that no longer passes; the earliest cliffs "
      "come first. Inconclusive is no pass, since a pass has to be shown.",
      panels);
}

} // namespace tailgate::report::detail
