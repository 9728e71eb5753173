// expect: name the estimand: population\(\), equal_weights\(\), worst\(\) or cvar\(\)
// The average of which population? The caller has to say.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  one_stratum().average();
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
