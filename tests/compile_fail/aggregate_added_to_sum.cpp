// expect: no arithmetic on an aggregate: call read\(\)
// A total is not collected in a running sum.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  double sum = 0;
  sum += one_stratum().population();
  return sum < 0 ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
