// expect: no arithmetic on an aggregate: call read\(\)
// Totals of two results are not subtracted; a gate compares strata.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  one_stratum().population() - one_stratum().population();
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
