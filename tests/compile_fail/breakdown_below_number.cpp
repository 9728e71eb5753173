// expect: compare strata\(\), or use tailgate::gate
// A threshold on a result would be one on its total.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum() < -0.03 ? 1 : 0;
#else
  return one_stratum().strata()[0].difference.value() < -0.03 ? 0 : 1;
#endif
}
