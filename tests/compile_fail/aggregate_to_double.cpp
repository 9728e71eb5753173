// expect: no number without its strata: call read\(\)
// A total must not become a bare number.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const double difference = one_stratum().population();
  return difference < 0 ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
