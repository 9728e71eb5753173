// expect: pooled_over
// Which lengths are pooled is said in so many words.
#include "result.hpp"

int main() {
#if defined(TAILGATE_MISUSE)
  return one_stratum().population("records").read(
      [](auto strata, const auto&) { return static_cast<int>(strata.size()); });
#else
  return one_stratum()
      .population(tailgate::pooled_over(one_stratum().context_axes()))
      .read([](auto strata, const auto&) { return strata.size() == 1 ? 0 : 1; });
#endif
}
