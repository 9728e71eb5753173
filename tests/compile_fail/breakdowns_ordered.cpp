// expect: results have no order: judge each with tailgate::gate, or compare strata\(\)
// No result is better than another in every stratum.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum() < one_stratum() ? 0 : 1;
#else
  return one_stratum().strata().size() == 1 ? 0 : 1;
#endif
}
