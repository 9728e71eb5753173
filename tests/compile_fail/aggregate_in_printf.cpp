// expect: (non-?trivial|expects argument of type .double.|through .*\.\.\.)
// A total must not be printed without its strata.
#include "result.hpp"

#include <cstdio>

int main() {
#if defined(TAILGATE_MISUSE)
  std::printf("%f\n", one_stratum().population());
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
