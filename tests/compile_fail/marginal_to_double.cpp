// expect: no number without its strata: call read\(\)
// The mean of a level is a total like any other.
#include "result.hpp"

#include <tailgate/metrics/marginal_table.hpp>

int main() {
#if defined(TAILGATE_MISUSE)
  const double difference = one_stratum().marginal("task").levels[0].total;
  return difference < 0 ? 0 : 1;
#else
  return one_stratum().marginal("task").levels[0].total.read(
      [](auto strata, const auto&) { return strata.size() == 1 ? 0 : 1; });
#endif
}
