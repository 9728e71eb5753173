// How the text report is laid out.
#pragma once

#include <cstddef>

namespace tailgate {

struct text_options {
  std::size_t width = 100;    ///< columns of the terminal, at least 40
  bool color = false;         ///< ANSI colours beside the marks, which say the same
  bool only_problems = false; ///< leave out strata that pass or are not gated, and say how many
};

} // namespace tailgate
