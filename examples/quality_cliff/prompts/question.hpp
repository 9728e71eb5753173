// A question whose one right answer was computed together with it.
#pragma once

#include <string>

namespace quality_cliff {

struct question {
  std::string text;   ///< what the model reads after the shared prefix
  std::string answer; ///< the exact continuation, without the newline that ends it
};

} // namespace quality_cliff
