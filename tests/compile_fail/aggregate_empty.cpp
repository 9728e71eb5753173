// expect: made by a breakdown only: population\(\), equal_weights\(\), worst\(\) or cvar\(\)
// There is no total of nothing.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const tailgate::aggregate total{};
  return total.read([](auto strata, const auto&) { return static_cast<int>(strata.size()); });
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
