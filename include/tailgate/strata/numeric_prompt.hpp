// A generated prompt of a class of numeric edges, with its exact answer.
#pragma once

#include <cstddef>
#include <string>
#include <tailgate/strata/numeric_class.hpp>

namespace tailgate {

struct numeric_prompt {
  std::string id; ///< "N5/one digit longer/17": unique within a seed
  std::string text;
  std::string answer; ///< grade with grade_numeric_edge
  numeric_class of = numeric_class::long_integer;
  std::size_t band = 0; ///< index into numeric_bands(of)
  friend bool operator==(const numeric_prompt&, const numeric_prompt&) = default;
};

} // namespace tailgate
