// expect: made by breakdown::complete\(\)
// Rows become a result only through the check for missing strata.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const tailgate::breakdown result(std::make_shared<std::vector<tailgate::paired_summary>>(), {});
  return result.strata().empty() ? 0 : 1;
#else
  return one_stratum().strata().size() == 1 ? 0 : 1;
#endif
}
