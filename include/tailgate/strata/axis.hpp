// What kind of scale an axis of strata is.
//
//   nominal         levels have no order: task, language, script
//   ordinal         levels have an order, easiest first: digits of a sum, rarity of a token
//   context_length  ordinal, and never pooled in silence: a mean over lengths depends wholly on how
//                   many long prompts were drawn, and the long ones are where damage hides
//
// The order of the levels is the order in which the declared strata name them first.
#pragma once

#include <string>

namespace tailgate {

enum class axis_kind { nominal, ordinal, context_length };

/// An axis of stratum_key whose levels mean more than their names. Axes that are not declared are
/// nominal.
struct axis {
  std::string name;
  axis_kind kind = axis_kind::nominal;
  friend bool operator==(const axis&, const axis&) = default;
};

} // namespace tailgate
