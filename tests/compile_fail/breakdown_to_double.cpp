// expect: name the estimand: population\(\), equal_weights\(\), worst\(\) or cvar\(\)
// A breakdown has no single number.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const double difference = one_stratum();
  return difference < 0 ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
