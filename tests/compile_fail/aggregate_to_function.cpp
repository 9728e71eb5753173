// expect: no number without its strata: call read\(\)
// A total must not slip into a parameter of a number type.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return [](float loss) { return loss < 0 ? 0 : 1; }(one_stratum().worst());
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
