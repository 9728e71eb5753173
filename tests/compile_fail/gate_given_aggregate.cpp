// expect: a total is no result: pass the breakdown that it was made from
// A gate decides by strata; a total is not enough.
#include "result.hpp"

#include <tailgate/harness/gate.hpp>

int main() {
  tailgate::gate_options options;
  options.metrics = {{"exact_match", 0.03}};
#if defined(TAILGATE_MISUSE)
  return tailgate::gate(options).judge("int4", 4.5, {one_stratum().population()}).metrics.empty();
#else
  return tailgate::gate(options).judge("int4", 4.5, {one_stratum()}).metrics.empty();
#endif
}
