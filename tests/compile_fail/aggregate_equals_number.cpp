// expect: compare inside read\(\), or use tailgate::gate
// A total is not compared with a number.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return 0 == one_stratum().equal_weights() ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
