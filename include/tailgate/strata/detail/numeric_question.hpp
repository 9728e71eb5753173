// A question whose one right answer was computed together with it.
#pragma once

#include <string>

namespace tailgate::detail {

struct numeric_question {
  std::string text;
  std::string answer;
};

} // namespace tailgate::detail
