// expect: totals have no order: compare strata inside read\(\), or use tailgate::gate
// Candidates are not ranked by their totals.
#include "result.hpp"

#include <algorithm>
#include <array>

int main() {
#if defined(TAILGATE_MISUSE)
  std::array totals{one_stratum().population(), one_stratum().equal_weights()};
  std::sort(totals.begin(), totals.end());
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
