// Rows of strata made from counts, with the intervals that right/wrong outcomes get.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/tango.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>

/// exact_match at 90 %: of `items`, `right` by the baseline; `lost` and `gained` by the candidate.
[[nodiscard]] inline tailgate::paired_summary outcomes_row(tailgate::stratum_key key,
    std::uint64_t items, std::uint64_t right, std::uint64_t lost, std::uint64_t gained) {
  const tailgate::stats::paired_counts table{right - lost, lost, gained, items - right - gained};
  const double n = static_cast<double>(items);
  tailgate::paired_summary row;
  row.stratum = std::move(key);
  row.metric = "exact_match";
  row.unit = "proportion";
  row.items = row.clusters = static_cast<std::size_t>(items);
  row.baseline = static_cast<double>(table.baseline_right()) / n;
  row.candidate = static_cast<double>(table.candidate_right()) / n;
  row.difference = table.difference();
  row.confidence_level = 0.90;
  row.confidence = tailgate::stats::tango_interval(table, tailgate::stats::confidence_level(0.90));
  row.flips = {lost, gained};
  row.design_effect = 1.0;
  return row;
}

/// exact_match of which only totals are known.
[[nodiscard]] inline tailgate::paired_summary totals_row(
    tailgate::stratum_key key, tailgate::stats::marginal_counts counts) {
  const auto rate = [](std::uint64_t right, std::uint64_t items) {
    return static_cast<double>(right) / static_cast<double>(items);
  };
  tailgate::paired_summary row;
  row.stratum = std::move(key);
  row.metric = "exact_match";
  row.unit = "proportion";
  row.items = row.clusters = static_cast<std::size_t>(counts.candidate_items);
  row.baseline = rate(counts.baseline_right, counts.baseline_items);
  row.candidate = rate(counts.candidate_right, counts.candidate_items);
  row.difference = row.candidate.value() - row.baseline.value();
  row.confidence_level = 0.90;
  row.marginals = counts;
  return row;
}

/// Loss in nats with a standard error and its normal interval at 90 %.
[[nodiscard]] inline tailgate::paired_summary loss_row(
    tailgate::stratum_key key, double difference, double standard_error) {
  constexpr double z = 1.6448536269514722;
  tailgate::paired_summary row;
  row.stratum = std::move(key);
  row.metric = "loss";
  row.unit = "nats per token";
  row.direction = tailgate::better::lower;
  row.items = row.clusters = 100;
  row.baseline = 2.0;
  row.candidate = 2.0 + difference;
  row.difference = difference;
  row.standard_error = standard_error;
  row.confidence_level = 0.90;
  row.confidence =
      tailgate::interval{difference - z * standard_error, difference + z * standard_error};
  return row;
}
