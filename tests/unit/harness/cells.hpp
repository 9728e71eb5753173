// Builds exact-match breakdowns from counts by stratum.
#pragma once

#include "../metrics/outcomes.hpp"

#include <cstddef>
#include <string>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

/// Of every breakdown here: what a gate at alpha 0.05 reads.
inline const auto level = tailgate::stats::confidence_level::one_sided(0.05);

/// One stratum of exact match: gained, lost, pairs, items that both answer right.
struct cell {
  std::string name;
  std::size_t gained, lost, pairs, both;
  double frequency = 1;
  std::size_t cluster_size = 0;
};

inline tailgate::breakdown exact_match(const std::vector<cell>& cells) {
  std::vector<tailgate::declared_stratum> declared;
  std::vector<tailgate::paired_summary> rows;
  for (const cell& c : cells) {
    declared.push_back({tailgate::stratum_key{{"task", c.name}}, c.frequency, 2});
    rows.push_back(outcomes(c.gained, c.lost, c.pairs, c.both, c.cluster_size).summary(level));
    rows.back().stratum = declared.back().key;
  }
  return tailgate::breakdown::complete(declared, rows);
}
