// expect: made by breakdown::population\(\) and the like
// A total is not put together from rows and numbers.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  const tailgate::aggregate total = {
      std::make_shared<const std::vector<tailgate::paired_summary>>(), {}};
  return total.read([](auto strata, const auto&) { return static_cast<int>(strata.size()); });
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
