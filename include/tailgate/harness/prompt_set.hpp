// What is put to every tier: prompts with their strata, and the strata with their natural
// frequency.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/strata/axis.hpp>
#include <vector>

namespace tailgate {

/// One item. The model reads `prefix` + `text`; prompts with an equal prefix share its computation.
struct prompt {
  std::string id;          ///< unique within a set; what runs are paired by
  std::size_t stratum = 0; ///< index into prompt_set::strata
  std::string prefix;      ///< shared context before the text, may be empty
  std::string text;        ///< the item's own text, not empty
  std::optional<std::string>
      answer;                       ///< expected continuation; without one, `text` itself is scored
  std::string stop = "\n";          ///< greedy decoding of an answer ends at this text
  double inclusion_probability = 1; ///< with which a sampler drew it, within (0, 1]
  std::string cluster;              ///< items with an equal, non-empty name are not independent
};

/// Prompts and strata. Each metric has a population of its own: exact match over the strata whose
/// prompts have answers, loss over all; frequencies are renormalised over the strata it covers.
struct prompt_set {
  std::string name;
  std::vector<declared_stratum> strata;
  std::vector<prompt> prompts;
  std::vector<axis> axes; ///< ordered axes of the strata; the others are nominal
  /// Of each stratum, the prompts that were asked for and not found (sampling/shortfall.hpp): a run
  /// counts them as missing, and their stratum never passes. Empty for none.
  std::vector<std::size_t> missing_items{};
};

} // namespace tailgate
