// expect: no text without its strata: write it with <<, which prints them
// A total has no text of its own.
#include "result.hpp"

#include <string>

int main() {
#if defined(TAILGATE_MISUSE)
  using std::to_string;
  return to_string(one_stratum().population()).empty() ? 0 : 1;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
