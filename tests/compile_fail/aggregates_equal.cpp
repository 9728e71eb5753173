// expect: totals are not compared: compare strata inside read\(\), or use tailgate::gate
// Equal totals say nothing of the strata.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum().population() == one_stratum().worst() ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
