// expect: results are not subtracted: pair the runs item by item in one metric
// Runs are compared in pairs, not by the difference of two results.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  one_stratum() - one_stratum();
#else
  return one_stratum().strata().size() == 1 ? 0 : 1;
#endif
}
