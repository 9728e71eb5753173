// Error rates and power of the gate at a planned size.
#pragma once

#include "mean_coverage.hpp"
#include "replicate.hpp"
#include "scenarios.hpp"
#include "table.hpp"
#include "tally.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/tango.hpp>
#include <utility>
#include <vector>

namespace simulations {

using tailgate::verdict;

inline constexpr double alpha = 0.05;

/// Numbers of strata that are judged as one family.
inline constexpr std::array<std::size_t, 3> families{1, 10, 40};

[[nodiscard]] inline tailgate::gate_options gate_with(
    double margin, const char* metric = tailgate::exact_match::name) {
  tailgate::gate_options options;
  options.alpha = alpha;
  options.metrics = {{metric, margin, {}}};
  return options;
}

/// `count` declared strata of equal weight.
[[nodiscard]] inline std::vector<tailgate::declared_stratum> declared(std::size_t count) {
  std::vector<tailgate::declared_stratum> strata;
  strata.reserve(count);
  for (std::size_t s = 0; s < count; ++s)
    strata.push_back({tailgate::stratum_key{{"stratum", std::to_string(s)}}, 1.0, 2});
  return strata;
}

/// The row that exact_match makes of independent items with these outcomes.
[[nodiscard]] inline tailgate::paired_summary outcome_row(
    const paired_counts& counts, stats::confidence_level level) {
  const double n = static_cast<double>(counts.total());
  tailgate::paired_summary row;
  row.metric = tailgate::exact_match::name;
  row.unit = "proportion";
  row.items = row.clusters = counts.total();
  row.baseline = static_cast<double>(counts.baseline_right()) / n;
  row.candidate = static_cast<double>(counts.candidate_right()) / n;
  row.difference = counts.difference();
  row.flips = {counts.lost, counts.gained};
  row.confidence_level = level.value();
  row.confidence = stats::tango_interval(counts, level);
  row.method = "Tango score";
  row.design_effect = 1.0;
  return row;
}

/// The gate's verdict on a tier whose strata have the given rows.
[[nodiscard]] inline verdict judged(
    const tailgate::gate& judge, std::vector<tailgate::paired_summary> rows) {
  const auto strata = declared(rows.size());
  for (std::size_t s = 0; s < rows.size(); ++s)
    rows[s].stratum = strata[s].key;
  std::vector<tailgate::breakdown> results;
  results.push_back(tailgate::breakdown::complete(strata, std::move(rows)));
  return judge.judge("candidate", 0, std::move(results)).decision;
}

/// How often a tier failed and passed, for each size of family.
struct gate_rates {
  tallies<rate, families.size()> failed;
  tallies<rate, families.size()> passed;
  gate_rates& operator+=(const gate_rates& other) {
    failed += other.failed;
    passed += other.passed;
    return *this;
  }
};

/// Tiers of independent strata, the first of which loses `first`, the others `rest`; the smaller
/// families are the first strata of the largest one.
[[nodiscard]] inline gate_rates fixed_rates(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const task& of, double first, double rest, std::size_t n) {
  const tailgate::gate judge(gate_with(of.margin));
  return replicate<gate_rates>(
      by, experiment, replicates, [&](philox_stream& stream, gate_rates& tally) {
        std::vector<tailgate::paired_summary> rows;
        rows.reserve(families.back());
        for (std::size_t s = 0; s < families.back(); ++s)
          rows.push_back(outcome_row(
              of.losing(s == 0 ? first : rest).draw(stream, n), judge.confidence_level()));
        for (std::size_t f = 0; f < families.size(); ++f) {
          const auto end = rows.begin() + static_cast<std::ptrdiff_t>(families[f]);
          const verdict v = judged(judge, {rows.begin(), end});
          tally.failed[f].add(v == verdict::fail);
          tally.passed[f].add(v == verdict::pass);
        }
      });
}

/// The same for one stratum of clustered items, judged by exact_match.
[[nodiscard]] inline gate_rates clustered_rates(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const task& of, double loss, std::size_t n) {
  const tailgate::gate judge(gate_with(of.margin));
  return replicate<gate_rates>(
      by, experiment, replicates, [&](philox_stream& stream, gate_rates& tally) {
        const clustered_sample sample(stream, of.losing(loss), n);
        const verdict v = judged(judge, {sample.metric.summary(judge.confidence_level())});
        tally.failed[0].add(v == verdict::fail);
        tally.passed[0].add(v == verdict::pass);
      });
}

/// The same for one stratum of losses, judged by next_token_loss with their true mean as margin.
[[nodiscard]] inline gate_rates loss_rates(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const skewed_losses& losses, std::size_t n) {
  const tailgate::gate judge(gate_with(losses.mean(), tailgate::next_token_loss::name));
  return replicate<gate_rates>(
      by, experiment, replicates, [&](philox_stream& stream, gate_rates& tally) {
        constexpr double baseline = 3; // nats; only differences matter
        tailgate::next_token_loss metric;
        for (std::size_t i = 0; i < n; ++i)
          metric.observe({std::to_string(i), "", baseline, baseline + losses.draw(stream)});
        const verdict v = judged(judge, {metric.summary(judge.confidence_level())});
        tally.failed[0].add(v == verdict::fail);
        tally.passed[0].add(v == verdict::pass);
      });
}

[[nodiscard]] inline std::string strata_text(std::size_t count) {
  return count == 1 ? "1 stratum" : std::to_string(count) + " strata";
}

/// The tables of errors and of power.
[[nodiscard]] inline std::vector<table> fixed_gate(const effort& by) {
  const std::size_t replicates = by.replicates(6000);
  const std::string runs = std::to_string(replicates) + " tiers a cell.";
  table errors{"The gate at a planned size: errors",
      "Percent of tiers with a false verdict, alpha 5 % one-sided. A false pass: one stratum loses "
      "exactly its margin, which is not acceptable, the others lose nothing, and the tier passes. "
      "A "
      "false fail: no stratum loses more than its margin, and the tier fails. " +
          runs,
      "false verdict"};
  table power{"The gate at a planned size: power",
      "Percent of tiers with the right verdict: the tier fails when one stratum loses twice its "
      "margin and the others nothing; the tier passes when no stratum loses anything. " +
          runs,
      "right verdict"};
  std::uint32_t experiment = 600;
  for (const task* of : {&easy_task, &hard_task}) {
    const double m = of->margin;
    const auto rows = [&](promise promised, const std::string& what) {
      std::vector<row> made;
      for (const std::size_t count : families)
        made.push_back({of->name, what + ", " + strata_text(count), promised, alpha});
      return made;
    };
    auto pass_at_margin = rows(promise::at_most, "pass with one stratum at the margin");
    auto fail_at_margin = rows(promise::at_most, "fail with all strata at the margin");
    auto fail_no_loss = rows(promise::at_most, "fail without loss");
    auto fail_damaged = rows(promise::none, "fail at twice the margin");
    auto pass_no_loss = rows(promise::none, "pass without loss");
    row clustered_pass{of->name, "pass at the margin, clusters", promise::at_most, alpha};
    row clustered_fail{of->name, "fail at the margin, clusters", promise::at_most, alpha};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const std::size_t n = sizes[i];
      const auto one = fixed_rates(by, experiment++, replicates, *of, m, 0, n);
      const auto all = fixed_rates(by, experiment++, replicates, *of, m, m, n);
      const auto none = fixed_rates(by, experiment++, replicates, *of, 0, 0, n);
      const auto damaged = fixed_rates(by, experiment++, replicates, *of, 2 * m, 0, n);
      const auto clustered = clustered_rates(by, experiment++, replicates, *of, m, n);
      for (std::size_t f = 0; f < families.size(); ++f) {
        pass_at_margin[f].cells[i].value = one.passed[f];
        fail_at_margin[f].cells[i].value = all.failed[f];
        fail_no_loss[f].cells[i].value = none.failed[f];
        fail_damaged[f].cells[i].value = damaged.failed[f];
        pass_no_loss[f].cells[i].value = none.passed[f];
      }
      clustered_pass.cells[i].value = clustered.passed[0];
      clustered_fail.cells[i].value = clustered.failed[0];
    }
    for (const auto& made : {pass_at_margin, fail_at_margin, fail_no_loss})
      errors.rows.insert(errors.rows.end(), made.begin(), made.end());
    errors.rows.push_back(clustered_pass);
    errors.rows.push_back(clustered_fail);
    for (const auto& made : {fail_damaged, pass_no_loss})
      power.rows.insert(power.rows.end(), made.begin(), made.end());
  }
  for (const skewed_losses* losses : {&even_losses, &heavy_losses}) {
    row passed{losses->name, "pass at the margin, 1 stratum", promise::at_most, alpha};
    row failed{losses->name, "fail at the margin, 1 stratum", promise::at_most, alpha};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = loss_rates(by, experiment++, replicates, *losses, sizes[i]);
      passed.cells[i].value = t.passed[0];
      failed.cells[i].value = t.failed[0];
    }
    errors.rows.push_back(passed);
    errors.rows.push_back(failed);
  }
  return {errors, power};
}

} // namespace simulations
