// expect: results are not added: merge the shards with stratified::merge\(\) first
// Results of shards are merged before they are summed up.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  one_stratum() + one_stratum();
#else
  return one_stratum().strata().size() == 1 ? 0 : 1;
#endif
}
