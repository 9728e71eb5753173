// expect: no arithmetic on an aggregate: call read\(\)
// Totals of several metrics are not added up.
#include "result.hpp"

#include <array>
#include <numeric>

int main() {
#if defined(TAILGATE_MISUSE)
  const std::array totals{one_stratum().population(), one_stratum().worst()};
  return std::accumulate(totals.begin(), totals.end(), 0.0) < 0 ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
