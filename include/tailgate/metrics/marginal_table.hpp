// A result by the levels of one axis, or of several axes crossed.
//
//   result.marginal("task")                   one number a task
//   result.marginal({"task", "language"})     one number a cell of the two
//
// A margin is an aggregate like any other, over the strata of its level: it may hide one of them.
// So the table carries the warnings along as data, and prints every stratum above its margin.
// Nested axes exist only below some levels of another, as `records` below task=lookup: strata
// without a level on the table's axes are listed as outside of it, with their share of traffic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/detail/find_reversals.hpp>
#include <tailgate/metrics/detail/heterogeneity_text.hpp>
#include <tailgate/metrics/detail/level_groups.hpp>
#include <tailgate/metrics/detail/pooling.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/detail/weighted_total.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/metrics/reversed_levels.hpp>
#include <tailgate/metrics/strata_heterogeneity.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace tailgate {

struct marginal_level {
  stratum_key at;   ///< the level on each of the table's axes
  double share = 0; ///< of everyday traffic, within (0, 1]
  aggregate total;  ///< over the strata of the level by natural frequency; their weights sum to 1
  strata_heterogeneity heterogeneity; ///< of these strata
  /// Strata whose interval lies wholly on the other side of 0 than the difference of `total`.
  std::vector<stratum_key> opposed;

  /// Whether the strata disagree with each other or with `total`.
  [[nodiscard]] bool warns() const { return heterogeneity.warns() || !opposed.empty(); }
};

struct marginal_table {
  std::string metric;
  std::vector<std::string> axes;      ///< as asked for
  std::vector<marginal_level> levels; ///< as the declared strata name them first, last axis fastest
  std::vector<paired_summary> outside; ///< strata without a level on one of the axes; `weight` is
                                       ///< their share of traffic
  strata_heterogeneity heterogeneity;  ///< of all strata of the result, those outside included
  std::vector<reversed_levels> reversals; ///< pairs of levels whose order the strata deny

  /// Whether anything in the table asks for a look at the strata.
  [[nodiscard]] bool warns() const {
    return heterogeneity.warns() || !reversals.empty() ||
           std::any_of(
               levels.begin(), levels.end(), [](const marginal_level& l) { return l.warns(); });
  }

  /// Writes every level with its strata, its mean and its warnings, then the strata outside and
  /// what concerns all strata.
  friend std::ostream& operator<<(std::ostream& out, const marginal_table& table) {
    out << table.metric << " by";
    for (const std::string& axis : table.axes)
      out << ' ' << axis;
    out << '\n';
    for (const marginal_level& l : table.levels) {
      out << '\n'
          << l.at.name() << ", " << detail::number_text(100 * l.share) << "% of traffic\n"
          << l.total << detail::heterogeneity_text(l.heterogeneity);
      if (!l.opposed.empty())
        out << "warning: against this mean moves " << detail::names_text(l.opposed) << '\n';
    }
    double share = 0;
    for (const paired_summary& row : table.outside)
      share += row.weight;
    if (!table.outside.empty())
      out << "\noutside of these axes, " << detail::number_text(100 * share) << "% of traffic\n";
    for (const paired_summary& row : table.outside)
      out << detail::row_text(row) << '\n';
    out << "\nall strata\n" << detail::heterogeneity_text(table.heterogeneity);
    for (const reversed_levels& pair : table.reversals)
      out << detail::reversal_text(pair);
    return out;
  }
};

namespace detail {

inline void check_margin_axes(
    std::span<const paired_summary> rows, const std::vector<std::string>& axes) {
  constexpr const char* place = "breakdown::marginal";
  const std::string known = quoted(other_axes(rows, {}));
  if (axes.empty())
    throw argument_error(393, place, "no axis is named; the strata have " + known);
  for (auto a = axes.begin(); a != axes.end(); ++a) {
    if (levels_of(rows, *a).empty())
      throw argument_error(
          393, place, "no stratum has a level on axis '" + *a + "'; the strata have " + known);
    if (std::find(axes.begin(), a, *a) != a)
      throw argument_error(393, place, "axis '" + *a + "' is named twice; name each axis once");
  }
}

/// "population mean within task=lookup (natural frequencies), averaged over script, pooled over..."
[[nodiscard]] inline std::string margin_text(
    const level_group& group, std::span<const std::string> axes, const pooled_over& pooled) {
  std::string text = "population mean within " + group.at.name() + " (natural frequencies)";
  std::string over;
  for (const std::string& axis : other_axes(group.rows, axes))
    if (group.rows.size() > 1 && !pooled.names(axis))
      over += (over.empty() ? ", averaged over " : " and ") + axis;
  return pooled_text(text + over, pooled);
}

[[nodiscard]] inline std::vector<stratum_key> opposed_strata(
    const level_group& group, const estimate<double>& total) {
  std::vector<stratum_key> opposed;
  if (total)
    for (const paired_summary& row : group.rows)
      if (row.confidence && ((total.value() > 0 && row.confidence.value().upper < 0) ||
                                (total.value() < 0 && row.confidence.value().lower > 0)))
        opposed.push_back(row.stratum);
  return opposed;
}

} // namespace detail

/// The margins of `axes`, their strata's weights renormalised within each level. Throws
/// argument_error E393 for no axis, an axis that no stratum has, or one named twice; E390 when
/// a level holds several context lengths that `pooled` does not name, E391 as population() does.
/// Deterministic. O(strata x levels).
inline marginal_table breakdown::marginal(
    const std::vector<std::string>& axes, const pooled_over& pooled) const {
  detail::check_margin_axes(*rows_, axes);
  const std::string names = detail::quoted(axes, '"');
  const std::string arguments = (axes.size() == 1 ? names : "{" + names + "}") + ", ";

  detail::level_groups by_level = detail::grouped_by(*rows_, axes);
  marginal_table table{metric(), axes, {}, std::move(by_level.outside), {}, {}};
  table.levels.reserve(by_level.groups.size());
  std::vector<estimate<double>> differences;
  differences.reserve(by_level.groups.size());
  for (const detail::level_group& group : by_level.groups) {
    const pooled_over over =
        detail::checked_pooling(axes_, group.rows, pooled, {"marginal", arguments, axes});
    std::vector<double> weights;
    weights.reserve(group.rows.size());
    for (const paired_summary& row : group.rows)
      weights.push_back(row.weight);
    aggregate_values total =
        detail::weighted_total(detail::margin_text(group, axes, over), group.rows, weights);
    differences.push_back(total.difference);
    table.levels.push_back({group.at, group.share,
        aggregate(
            std::make_shared<const std::vector<paired_summary>>(group.rows), std::move(total)),
        test_heterogeneity(group.rows), detail::opposed_strata(group, differences.back())});
  }
  table.heterogeneity = test_heterogeneity(*rows_);
  table.reversals = detail::find_reversals(by_level.groups, differences);
  return table;
}

template <std::convertible_to<std::string> Name>
marginal_table breakdown::marginal(const Name& axis, const pooled_over& pooled) const {
  return marginal(std::vector<std::string>{std::string(axis)}, pooled);
}

} // namespace tailgate
