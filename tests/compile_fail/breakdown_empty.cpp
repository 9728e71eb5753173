// expect: a result is complete: make it with breakdown::complete\(declared, rows\)
// There is no empty result.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const tailgate::breakdown result;
  return result.strata().empty() ? 0 : 1;
#else
  return one_stratum().strata().size() == 1 ? 0 : 1;
#endif
}
