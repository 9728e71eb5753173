// A comparison made by hand: three tiers, eight strata and two metrics, with hostile names,
// undefined values and every verdict; a stratum without pairs, one with missing items, one that
// passes again further down the ladder; quantiles, a doubtful baseline and a noise floor. What the
// golden files show.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/remarks.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <utility>
#include <vector>

namespace sample {

using tailgate::estimate;
using tailgate::interval;
using tailgate::undefined_reason;
using tailgate::verdict;

inline const std::vector<tailgate::declared_stratum>& strata() {
  static const std::vector<tailgate::declared_stratum> declared{
      {{{"task", "prose"}}, 0.52},
      {{{"task", "arithmetic"}}, 0.20},
      {{{"language", "\u65E5\u672C\u8A9E\u306E\u9577\u3044\u540D\u524D"}}, 0.12},
      {{{"task", "lookup"}, {"records", "300"}}, 0.08},
      {{{"task", "<script>alert(1)</script>"}}, 0.04},
      {{{"q\"u'ote", "a|b & `c` *d* _e_ \x1b[31m \xff \u202Egnp.exe ]]>"}}, 0.02},
      {{{"task", "hex"}}, 0.015},
      {{{"task", "needle"}}, 0.005, 1},
  };
  return declared;
}

/// What one stratum of the sample holds; scores as right answers of `items`.
struct counts {
  std::size_t items, baseline_right, lost, gained;
  double half_width; ///< of the interval
  verdict decision;
  double p_adjusted;
  std::optional<std::size_t> further_pairs = std::nullopt;
  const char* note = "";
};

inline tailgate::judged_metric exact_match(const std::array<counts, 8>& cells, bool undefined) {
  std::vector<tailgate::paired_summary> rows;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const counts& c = cells[k];
    const double n = static_cast<double>(c.items);
    tailgate::paired_summary row;
    row.stratum = strata()[k].key;
    row.metric = "exact_match";
    row.unit = "proportion";
    row.items = c.items;
    row.clusters = k == 3 ? 12 : c.items;
    row.confidence_level = 0.9;
    row.method = k == 3 ? "cluster t" : "Tango score";
    row.flips = {c.lost, c.gained};
    row.design_effect = k == 3 ? estimate<double>(undefined_reason::not_measured) : 1.0;
    if (k == 3)
      row.degrees_of_freedom = 11.0;
    if (k == 4) { // only the totals of this stratum were kept
      row.method = "Miettinen-Nurminen score, unpaired";
      row.marginals = {c.baseline_right, c.items, c.baseline_right + c.gained - c.lost, c.items};
      row.flips = {};
      row.design_effect = undefined_reason::not_measured;
    }
    if (k == 1 && std::string_view(c.note).starts_with("5 items are missing"))
      row.missing_items = 5;
    if (k == 7 && undefined) {
      row.baseline = row.candidate = row.difference = undefined_reason::too_few_items;
      row.confidence = undefined_reason::too_few_items;
      row.standard_error = undefined_reason::too_few_items;
    } else {
      const double right = static_cast<double>(c.baseline_right);
      const double change = static_cast<double>(c.gained) - static_cast<double>(c.lost);
      row.baseline = right / n;
      row.candidate = (right + change) / n;
      row.difference = change / n;
      row.confidence = interval{change / n - c.half_width, change / n + 0.875 * c.half_width};
      row.standard_error = c.half_width / 1.645;
      if (k == 3 && undefined) {
        row.clusters = 1;
        row.confidence = undefined_reason::one_cluster;
        row.standard_error = undefined_reason::one_cluster;
      }
    }
    rows.push_back(row);
  }
  tailgate::judged_metric metric{tailgate::breakdown::complete(strata(), rows), {}};
  for (std::size_t k = 0; k < cells.size(); ++k) {
    tailgate::judged_stratum s;
    s.summary = metric.result.strata()[k];
    s.margin = 0.03;
    s.decision = cells[k].decision;
    s.further_pairs = cells[k].further_pairs;
    s.note = cells[k].note;
    if (s.summary.confidence) {
      s.p_value = cells[k].p_adjusted / 8;
      s.p_adjusted = cells[k].p_adjusted;
      s.q_value = cells[k].p_adjusted / 4;
    } else {
      s.p_value = s.p_adjusted = s.q_value = s.summary.confidence.why();
    }
    metric.strata.push_back(s);
  }
  return metric;
}

/// Loss per token over every stratum: not gated. `scale` is the damage.
inline tailgate::judged_metric loss(double scale) {
  static constexpr double baseline[] = {2.31, 1.07, 2.95, 0.42, 1.88, 3.14159, 0.9, 1.2};
  static constexpr double damage[] = {0.00002, 0.011, 0.04, 0.02, -0.003, 0.0, 0.35, 0.06};
  std::vector<tailgate::paired_summary> rows;
  for (std::size_t k = 0; k < strata().size(); ++k) {
    tailgate::paired_summary row;
    row.stratum = strata()[k].key;
    row.metric = "loss";
    row.unit = "nats per token";
    row.direction = tailgate::better::lower;
    row.items = row.clusters = 120;
    row.confidence_level = 0.9;
    row.method = "paired t";
    row.baseline = baseline[k];
    row.candidate = baseline[k] + scale * damage[k];
    row.difference = scale * damage[k];
    row.standard_error = 0.01 * scale;
    row.confidence = interval{scale * (damage[k] - 0.0165), scale * (damage[k] + 0.0165)};
    row.degrees_of_freedom = 119.0;
    if (k == 6) {
      row.distribution.emplace();
      row.distribution->observations = 4800;
      row.distribution->rank_error = 0.01;
      row.distribution->root_mean_square_shift = 0.6 * scale;
      row.distribution->quantiles = {{0.5, 0.4, 0.4 + 0.01 * scale, 0.002 * scale},
          {0.99, 6.1, 6.1 + 2 * scale, undefined_reason::not_measured}};
    }
    rows.push_back(row);
  }
  tailgate::judged_metric metric{tailgate::breakdown::complete(strata(), rows), {}};
  for (const tailgate::paired_summary& row : metric.result.strata()) {
    metric.strata.emplace_back();
    metric.strata.back().summary = row;
  }
  return metric;
}

inline tailgate::judged_tier tier(std::string name, double bits, verdict decision,
    tailgate::judged_metric primary, double scale) {
  tailgate::judged_tier t;
  t.name = std::move(name);
  t.bits_per_weight = bits;
  t.decision = decision;
  t.metrics = {std::move(primary), loss(scale)};
  const tailgate::judged_stratum& hex = t.metrics.front().strata[6];
  t.worst = tailgate::worst_stratum{
      hex.summary.stratum, hex.summary.metric, hex.summary.difference.value()};
  t.metrics.front().result.population().read([&](auto, const tailgate::aggregate_values& total) {
    if (total.difference)
      t.masking_ratio = t.worst->difference / total.difference.value();
    else
      t.masking_ratio = total.difference.why();
  });
  return t;
}

/// Of comparisons in which nothing changed; only the strata of exact match were judged.
inline tailgate::noise_floor noise() {
  tailgate::noise_floor floor;
  floor.source = "relabelled pairs";
  floor.replicates = 500;
  floor.false_fails = 0;
  floor.false_fail_rate = {0, 0.0073};
  floor.fails_without_margin = 22;
  floor.fail_rate_without_margin = {0.0278, 0.0659};
  floor.neighbours = 8;
  floor.fails_of_neighbours = 31;
  floor.fail_rate_of_neighbours = {0.0425, 0.0869};
  floor.neighbour_p_value = 0.25;
  static constexpr double differences[] = {0.0025, 0.0075, 0.0125, 0.02, 0.015, 0.015, 0.025, 0.05};
  for (std::size_t k = 0; k < strata().size(); ++k)
    floor.strata.push_back({strata()[k].key, "exact_match", differences[k]});
  return floor;
}

inline tailgate::comparison comparison() {
  using enum verdict;
  tailgate::comparison c;
  c.title = "Llama-3.2-1B";
  c.baseline = "fp32";
  c.seed = 20240607;
  c.alpha = 0.05;
  c.settings = {{"margin", "3 points on exact_match"}, {"floor", "baseline below 5%"},
      {"prompts", "sample-1 <b>&"}};
  c.environment = {{"threads", "8"}, {"isa", "avx2"}};
  c.tiers.push_back(tier("int8", 8.25, inconclusive,
      exact_match({{{2000, 1902, 11, 8, 0.0048, pass, 1.0}, {800, 701, 6, 7, 0.0081, pass, 1.0},
                      {400, 352, 4, 3, 0.0127, pass, 1.0}, {300, 214, 5, 4, 0.0161, pass, 1.0},
                      {200, 158, 2, 2, 0.0189, pass, 1.0},
                      {200, 149, 3, 1, 0.0224, inconclusive, 0.11, 310},
                      {200, 142, 5, 3, 0.0268, pass, 1.0},
                      {40, 1, 1, 0, 0.0712, uninformative, 1.0, std::nullopt,
                          "the baseline answers 1 of 40: nothing to lose"}}},
          false),
      0.05));
  c.tiers.push_back(tier("int4-g128", 4.25, fail,
      exact_match({{{2000, 1902, 31, 12, 0.0079, pass, 1.0},
                      {800, 701, 22, 9, 0.0131, inconclusive, 0.26, 540,
                          "5 items are missing in one of the runs: never a pass"},
                      {400, 352, 15, 5, 0.0187, inconclusive, 0.39, 700},
                      {300, 214, 44, 6, 0.0533, fail, 0.0004, std::nullopt, "12 documents"},
                      {200, 158, 9, 3, 0.0316, inconclusive, 0.5, 900,
                          "no pairs known, unpaired test: 6 to 48 lost, 0 to 42 gained"},
                      {200, 149, 6, 4, 0.0277, inconclusive, 0.31, 260},
                      {200, 142, 83, 5, 0.0579, fail, 0.00001},
                      {40, 1, 1, 0, 0.0712, uninformative, 1.0, std::nullopt,
                          "the baseline answers 1 of 40: nothing to lose"}}},
          false),
      1.0));
  c.tiers.push_back(tier("int3-g64 <&>", 3.5, fail,
      exact_match(
          {{{2000, 1902, 190, 40, 0.0141, fail, 0.00001},
              {800, 701, 144, 12, 0.0253, fail, 0.00001}, {400, 352, 93, 6, 0.0391, fail, 0.00001},
              {300, 214, 120, 2, 0.06, inconclusive, 1.0}, {200, 158, 51, 4, 0.0522, fail, 0.00001},
              {200, 149, 4, 5, 0.0189, pass, 1.0}, {200, 142, 131, 1, 0.0501, fail, 0.00001},
              {1, 1, 1, 0, 0.5, inconclusive, 1.0, 59, "a single item"}}},
          true),
      6.0));
  c.baseline_flags.push_back({strata()[4].key, "exact_match",
      "0.790 of 200 items is worse than both neighbours along '<axis> & more', 0.951 in 'prose' "
      "and 0.876 in 'arithmetic'"});
  c.noise = noise();
  c.remarks = tailgate::remarks_on(c.tiers);
  return c;
}

} // namespace sample
