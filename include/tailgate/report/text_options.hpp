// How the text report is laid out.
#pragma once

#include <cstddef>

namespace tailgate {

struct text_options {
  std::size_t width = 100;    ///< columns of the terminal, at least 40
  bool color = false;         ///< ANSI colours beside the marks, which say the same
  bool only_problems = false; ///< leave out strata that pass or are not gated, and say how many
  bool all_metrics = false;   ///< a matrix for each ungated metric too, not its worst strata only
  std::size_t rows = 4;       ///< strata in each table of a tier, most damaged first, the rest
                              ///< counted; every stratum is in the matrices

  /// For `rows`: every stratum with its interval, flips and adjusted p-value.
  static constexpr std::size_t all_rows = static_cast<std::size_t>(-1);
};

} // namespace tailgate
