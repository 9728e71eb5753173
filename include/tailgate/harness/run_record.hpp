// One model's run over a prompt set, as it is kept: what was asked, by whom, and what came back.
//
// The baseline is measured before the swap and compared with a candidate's run weeks later, so a
// run carries everything that decides whether two runs may be compared (run_design) and everything
// that the metrics read (item_record). io/run_file.hpp writes and reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/harness/run_design.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What the model said of one scored token.
struct token_record {
  double loss = 0;                ///< -log probability of the right token, nats
  std::uint32_t rank = 1;         ///< of the right token among all, from 1
  std::vector<std::uint32_t> top; ///< the most probable tokens, most probable first
  friend bool operator==(const token_record&, const token_record&) = default;
};

/// How far the next-token distributions of a run lie from those of the run it was made beside:
/// means over the item's tokens, in nats. Needs both models at once, so that a saved run has none
/// against later candidates.
struct divergence_record {
  double forward = 0;        ///< KL(other || this)
  double reverse = 0;        ///< KL(this || other)
  double jensen_shannon = 0; ///< within [0, ln 2], up to rounding
  friend bool operator==(const divergence_record&, const divergence_record&) = default;
};

/// One item of a run.
struct item_record {
  std::string id; ///< unique in the run
  std::size_t stratum = 0;
  double inclusion_probability = 1;
  std::string cluster;
  std::optional<std::string> expected; ///< the right answer; absent where the text itself is scored
  std::string output;                  ///< what was decoded, for items with an answer
  bool right = false;                  ///< for items with an answer
  std::vector<token_record> tokens;
  /// Where the text itself is scored: of the letters among the most probable tokens, the share that
  /// is in none of the text's scripts; within [0, 1], 0 without letters.
  std::optional<double> outside_script;
  std::optional<divergence_record> divergence;
  std::optional<double> seconds; ///< wall time; never part of a digest
  friend bool operator==(const item_record&, const item_record&) = default;
};

struct run_record {
  run_design design;
  std::string model;             ///< for a reader: "cliff-7m int4-g128"
  std::string model_fingerprint; ///< SHA-256 of the weights and configuration as evaluated
  double bits_per_weight = 0;
  std::string divergence_reference; ///< model_fingerprint of the run that the items' divergences
                                    ///< are from; empty when no item has one
  std::vector<std::pair<std::string, std::string>> settings;    ///< part of the run's digest
  std::vector<std::pair<std::string, std::string>> environment; ///< not part of it
  std::vector<item_record> items;                               ///< each id once
  friend bool operator==(const run_record&, const run_record&) = default;
};

} // namespace tailgate
