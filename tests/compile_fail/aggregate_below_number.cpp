// expect: compare inside read\(\), or use tailgate::gate
// A threshold on a total is the mistake the library exists to stop.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum().population() < -0.03 ? 1 : 0;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
