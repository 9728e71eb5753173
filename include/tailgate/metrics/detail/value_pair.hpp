// One number for each model.
#pragma once

namespace tailgate::detail {

/// One item's value under both models, in the metric's unit.
struct value_pair {
  double baseline = 0;
  double candidate = 0;
};

} // namespace tailgate::detail
