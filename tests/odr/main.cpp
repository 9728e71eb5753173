// Compares what units of different instruction sets saw, as far as the machine can run them.
#include "observed.hpp"

#include <cmath>
#include <cstdio>

observed baseline();
observed avx2();
observed avx512();

namespace {

int failures = 0;

void check(bool holds, const char* unit, const char* what) {
  if (!holds) {
    std::printf("%s: %s\n", unit, what);
    ++failures;
  }
}

void compare(const char* unit, const observed& seen, const observed& first) {
  check(seen.random == first.random, unit, "another random stream than the baseline unit");
  check(
      seen.reference == first.reference, unit, "another reference product than the baseline unit");
  check(seen.quantized == first.quantized, unit, "another integer product than the baseline unit");
  check(seen.portable == seen.own_portable, unit,
      "the public entry ran the portable room of another unit's instruction set");
  bool near = true; // rounding differs where fused multiply-add is missing
  for (std::size_t i = 0; i < seen.portable.size(); ++i)
    near = near && std::abs(seen.portable[i] - seen.reference[i]) < 1e-5f;
  check(near, unit, "the portable product is far from the reference");
}

} // namespace

int main() {
  const observed first = baseline();
  compare("baseline", first, first);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    compare("avx2", avx2(), first);
  else
    std::puts("avx2: skipped, the machine has no AVX2");
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    compare("avx512", avx512(), first);
  else
    std::puts("avx512: skipped, the machine has no AVX-512");
  return failures;
}
