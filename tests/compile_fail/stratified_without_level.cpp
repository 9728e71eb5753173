// expect: confidence_level
// An interval has a level, which nobody chooses by default.
#include "result.hpp"

#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/stratified.hpp>

int main() {
#if defined(TAILGATE_MISUSE)
  const tailgate::stratified<tailgate::exact_match> metric({{{{"task", "hex"}}, 1.0}});
  return metric.result().strata().empty();
#else
  const tailgate::stratified<tailgate::exact_match> metric({{{{"task", "hex"}}, 1.0}});
  return metric.result(tailgate::stats::confidence_level(0.9)).strata().empty();
#endif
}
