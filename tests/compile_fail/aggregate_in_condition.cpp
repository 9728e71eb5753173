// expect: no number without its strata: call read\(\)
// A total is neither true nor false.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  if (one_stratum().population())
    return 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
