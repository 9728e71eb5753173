// expect: aggregate::read hands over the strata together with the total
// Whoever reads the total is handed the strata.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum().population().read(
      [](const tailgate::aggregate_values& total) { return total.difference.value() < 0 ? 0 : 1; });
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
