// The rate of 8-bit products that this core can reach: independent chains in registers.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/cpu/target.hpp>

namespace benchmarks {

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_VNNI_BEGIN
/// 16 chains of `steps` products of 64 pairs of bytes; returns what depends on all of them.
inline std::int32_t dot_chains_avx512_vnni(std::size_t steps) noexcept {
  __m512i sum[16];
  const __m512i a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(-5);
  TAILGATE_UNROLL
  for (std::size_t c = 0; c < 16; ++c)
    sum[c] = _mm512_set1_epi32(static_cast<int>(c));
  for (std::size_t i = 0; i < steps; ++i) {
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 16; ++c)
      sum[c] = _mm512_dpbusd_epi32(sum[c], a, b);
  }
  std::int32_t lanes[16], total = 0;
  TAILGATE_UNROLL
  for (std::size_t c = 0; c < 16; ++c) {
    _mm512_storeu_si512(lanes, sum[c]);
    total ^= lanes[c];
  }
  return total;
}
TAILGATE_TARGET_END
#endif

/// Multiplications and additions a nanosecond of one core with VNNI, the best of eight times some
/// 20 microseconds; 0 where the machine has none. To be asked right before and after what is
/// measured.
inline double integer_peak() {
#if TAILGATE_X86
  if (!tailgate::machine_has(tailgate::isa::avx512_vnni))
    return 0;
  constexpr std::size_t steps = 4000;
  double best = 0;
  for (int run = 0; run < 8; ++run) {
    const auto start = std::chrono::steady_clock::now();
    volatile std::int32_t kept = dot_chains_avx512_vnni(steps);
    static_cast<void>(kept);
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    best = std::max(best, 2.0 * 64 * 16 * static_cast<double>(steps) / time.count());
  }
  return best;
#else
  return 0;
#endif
}

} // namespace benchmarks
