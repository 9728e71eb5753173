// The cliff ladder of the HTML report: for each stratum its score from the baseline down the tiers,
// as small multiples on one scale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/comparison.hpp>
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
  estimate<double> score;
  verdict decision = verdict::not_gated;
};

/// The points of one stratum; the baseline's score is the first that any tier was paired with.
[[nodiscard]] inline std::vector<ladder_point> ladder_points(
    const comparison& c, const std::string& metric, const stratum_key& key) {
  std::vector<ladder_point> points{{c.baseline, {}, verdict::not_gated}};
  for (const judged_tier& tier : c.tiers) {
    const judged_stratum* s = find_stratum(find_metric(tier, metric), key);
    if (s == nullptr) {
      points.push_back({tier.name, {}, verdict::not_gated});
      continue;
    }
    if (!points.front().score)
      points.front().score = s->summary.baseline;
    points.push_back({tier.name, s->summary.candidate, s->decision});
  }
  return points;
}

/// The scores that the vertical axis spans: 0 to 1 for proportions, else what occurs. Pixels of a
/// plot 120 high, which the style sheet sets.
struct ladder_scale {
  double low = 0, high = 1;
  static constexpr double top = 20, bottom = 108;

  [[nodiscard]] double y(double score) const {
    return high > low ? bottom - (bottom - top) * (score - low) / (high - low) : bottom;
  }
};

[[nodiscard]] inline ladder_scale ladder_range(const comparison& c, const std::string& metric) {
  if (is_proportion(first_with(c, metric).result.unit()))
    return {};
  bool first = true;
  ladder_scale scale;
  for (const stratum_key& key : strata_of(c, metric))
    for (const ladder_point& p : ladder_points(c, metric, key))
      if (p.score) {
        const double x = p.score.value();
        scale.low = first ? x : std::min(scale.low, x);
        scale.high = first ? x : std::max(scale.high, x);
        first = false;
      }
  return scale;
}

[[nodiscard]] inline std::string svg_ladder(
    const std::vector<ladder_point>& points, const ladder_scale& scale, const std::string& unit) {
  const auto x = [&](std::size_t i) {
    return 0.08 + 0.84 * static_cast<double>(i) /
                      static_cast<double>(std::max<std::size_t>(points.size() - 1, 1));
  };
  std::string lines, marks;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].score)
      continue;
    const double y = scale.y(points[i].score.value());
    if (i > 0 && points[i - 1].score)
      lines += "<line class=\"rung\" x1=\"" + percent(x(i - 1)) + "\" y1=\"" +
               format_fixed(scale.y(points[i - 1].score.value()), 1) + "\" x2=\"" + percent(x(i)) +
               "\" y2=\"" + format_fixed(y, 1) + "\"/>";
    marks += svg_marker(x(i), format_fixed(y, 1), points[i].decision);
    if (points.size() <= 6 || i == 0 || i + 1 == points.size())
      marks += "<text x=\"" + percent(x(i)) + "\" y=\"" + format_fixed(y - 9, 1) + "\">" +
               with_minus_sign(format_fixed(points[i].score.value(), 2)) + "</text>";
  }
  const std::string floor = format_fixed(ladder_scale::bottom, 1);
  return "<svg class=\"ladder-plot\" aria-hidden=\"true\"><line class=\"floor\" x1=\"0\" "
         "x2=\"100%\" "
         "y1=\"" +
         floor + "\" y2=\"" + floor + "\"/>" + lines + marks + "</svg>" + html_hidden([&] {
           std::string text;
           for (const ladder_point& p : points)
             text += (text.empty() ? "" : ", ") + p.name + " " +
                     format_estimate(p.score, [&](double s) { return format_score(s, unit); });
           return text;
         }());
}

[[nodiscard]] inline std::string html_ladder(const comparison& c) {
  if (c.tiers.empty() || c.tiers.front().metrics.empty())
    return "";
  const std::string metric = metric_names(c).front();
  const std::string unit = first_with(c, metric).result.unit();
  const ladder_scale scale = ladder_range(c, metric);
  std::string cells;
  for (const stratum_key& key : strata_of(c, metric))
    cells += "<li><p>" + html_stratum(key) + "</p>" +
             svg_ladder(ladder_points(c, metric, key), scale, unit) + "</li>\n";
  std::string order = escape_html(c.baseline);
  for (const judged_tier& tier : c.tiers)
    order += ", " + escape_html(tier.name);
  return html_section("ladder", "Where the cliff is",
      "The score in " + escape_html(metric_label(metric)) + " of each stratum, left to right: " +
          order + ". All panels share one scale; the line at the foot is " +
          with_minus_sign(format_tick(scale.low)) + ".",
      "<ul class=\"ladder\">\n" + cells + "</ul>\n");
}

} // namespace tailgate::report::detail
