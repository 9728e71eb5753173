// The small parts that the sections of the HTML report share. Everything returned is safe HTML.
#pragma once

#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/report/detail/verdict_words.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>

namespace tailgate::report::detail {

/// ` name="value"`, escaped.
[[nodiscard]] inline std::string html_attribute(const char* name, std::string_view value) {
  return std::string(" ") + name + "=\"" + escape_html(value) + "\"";
}

/// A stratum's name with its axes set back: the text reads "task=hex".
[[nodiscard]] inline std::string html_stratum(const stratum_key& key) {
  std::string out = "<span class=\"key\">";
  bool first = true;
  for (const auto& [axis, level] : key.levels()) {
    out += std::string(first ? "" : " ") + "<span class=\"level\"><span class=\"axis\">" +
           escape_html(axis) + "=</span>" + escape_html(level) + "</span>";
    first = false;
  }
  return out + "</span>";
}

/// The class that carries a verdict's colour.
[[nodiscard]] inline std::string verdict_class(verdict v) {
  return std::string("v-") + to_string(v);
}

/// The verdict's mark, for the eye only; ungated strata have none.
[[nodiscard]] inline std::string html_mark(verdict v) {
  if (v == verdict::not_gated)
    return "<span class=\"mark\" aria-hidden=\"true\"></span>";
  return "<span class=\"mark " + verdict_class(v) + "\" aria-hidden=\"true\">" + verdict_mark(v) +
         "</span>";
}

/// Mark and word.
[[nodiscard]] inline std::string html_verdict(verdict v) {
  return "<span class=\"verdict " + verdict_class(v) + "\">" + html_mark(v) + verdict_label(v) +
         "</span>";
}

/// Text that only screen readers say.
[[nodiscard]] inline std::string html_hidden(std::string_view text) {
  return "<span class=\"vh\">" + escape_html(text) + "</span>";
}

/// An estimate typeset by `format`, or "n/a" with its reason in small print.
template <class T, class Format>
[[nodiscard]] std::string html_estimate(const estimate<T>& e, Format&& format) {
  if (e)
    return escape_html(with_minus_sign(format(e.value())));
  return std::string("<span class=\"na\">n/a <small>(") + to_string(e.why()) + ")</small></span>";
}

[[nodiscard]] inline std::string html_score(const estimate<double>& e, std::string_view unit) {
  return html_estimate(e, [&](double x) { return format_score(x, unit); });
}
[[nodiscard]] inline std::string html_difference(const estimate<double>& e, std::string_view unit) {
  return html_estimate(e, [&](double x) { return format_difference(x, unit); });
}
[[nodiscard]] inline std::string html_interval(const estimate<interval>& e, std::string_view unit) {
  return html_estimate(e, [&](const interval& i) { return format_interval(i, unit); });
}

/// A score in a column: when the difference has the same reason to be undefined, only "n/a".
[[nodiscard]] inline std::string html_score_of(
    const estimate<double>& e, const paired_summary& row) {
  if (!e && !row.difference && e.why() == row.difference.why())
    return "<span class=\"na\">n/a</span>";
  return html_score(e, row.unit);
}

/// "0.710 → 0.320"; nothing when both are undefined: the difference tells why.
[[nodiscard]] inline std::string html_scores(
    const estimate<double>& baseline, const estimate<double>& candidate, std::string_view unit) {
  if (!baseline && !candidate)
    return "";
  return html_score(baseline, unit) + " \u2192 " + html_score(candidate, unit);
}

/// A section with its heading and an introductory sentence; both safe HTML already.
[[nodiscard]] inline std::string html_section(const std::string& id, const std::string& heading,
    const std::string& introduction, const std::string& body) {
  return "<section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\">\n<h2 id=\"" + id + "-h\">" +
         heading + "</h2>\n<p class=\"intro\">" + introduction + "</p>\n" + body + "</section>\n";
}

/// A coordinate of an SVG in percent of its width.
[[nodiscard]] inline std::string percent(double share) {
  return format_fixed(100 * share, 2) + "%";
}

/// A vertical line over the whole height.
[[nodiscard]] inline std::string svg_vertical(const char* kind, double share) {
  return std::string("<line class=\"") + kind + "\" x1=\"" + percent(share) + "\" x2=\"" +
         percent(share) + "\" y1=\"0\" y2=\"100%\"/>";
}

/// The marker of a verdict in an SVG, at `share` of the width and `y` (pixels or percent): the
/// shapes repeat the marks, so that colour is not needed to tell them apart.
[[nodiscard]] inline std::string svg_marker(double share, const std::string& y, verdict v) {
  const char* shape = "";
  switch (v) {
  case verdict::fail:
    shape = "<path d=\"M-4.5-4.5 4.5 4.5M4.5-4.5-4.5 4.5\"/>";
    break;
  case verdict::pass:
    shape = "<circle r=\"4.5\"/>";
    break;
  case verdict::inconclusive:
    shape = "<circle r=\"4.5\"/>";
    break;
  case verdict::uninformative:
    shape = "<circle r=\"4.5\"/><path d=\"M-5 5 5-5\"/>";
    break;
  case verdict::not_gated:
    shape = "<circle r=\"3\"/>";
    break;
  }
  return "<svg x=\"" + percent(share) + "\" y=\"" + y + "\" class=\"m " + verdict_class(v) + "\">" +
         shape + "</svg>";
}

} // namespace tailgate::report::detail
