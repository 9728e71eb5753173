// The fp32 rate that this core can reach: independent chains of fused multiply-adds in registers.
#pragma once

#include <cstddef>
#include <ctime>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/cpu/target.hpp>

namespace benchmarks {

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
/// 16 chains of `steps` multiply-adds of 16 lanes; returns a value that depends on all of them.
inline float fma_chains_avx512(std::size_t steps) noexcept {
  __m512 sum[16];
  const __m512 a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(0.001f);
  TAILGATE_UNROLL
  for (std::size_t c = 0; c < 16; ++c)
    sum[c] = _mm512_set1_ps(static_cast<float>(c));
  for (std::size_t i = 0; i < steps; ++i) {
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 16; ++c)
      sum[c] = _mm512_fmadd_ps(sum[c], a, b);
  }
  float lanes[16], total = 0;
  for (std::size_t c = 0; c < 16; ++c) {
    _mm512_storeu_ps(lanes, sum[c]);
    total += lanes[c];
  }
  return total;
}
TAILGATE_TARGET_END

TAILGATE_TARGET_AVX2_BEGIN
/// 12 chains of `steps` multiply-adds of 8 lanes.
inline float fma_chains_avx2(std::size_t steps) noexcept {
  __m256 sum[12];
  const __m256 a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(0.001f);
  TAILGATE_UNROLL
  for (std::size_t c = 0; c < 12; ++c)
    sum[c] = _mm256_set1_ps(static_cast<float>(c));
  for (std::size_t i = 0; i < steps; ++i) {
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 12; ++c)
      sum[c] = _mm256_fmadd_ps(sum[c], a, b);
  }
  float lanes[8], total = 0;
  for (std::size_t c = 0; c < 12; ++c) {
    _mm256_storeu_ps(lanes, sum[c]);
    total += lanes[c % 8];
  }
  return total;
}
TAILGATE_TARGET_END
#endif

/// Floating-point operations a second of one core at `level`; 0 where there is no probe for it.
inline double fma_peak(tailgate::isa level) {
#if TAILGATE_X86
  constexpr std::size_t steps = 4'000'000;
  const bool wide = level >= tailgate::isa::avx512;
  if (!wide && level != tailgate::isa::avx2)
    return 0;
  double best = 0;
  for (int run = 0; run < 5; ++run) {
    const std::clock_t start = std::clock(); // processor time, as the benchmarks' own rates
    volatile float kept = wide ? fma_chains_avx512(steps) : fma_chains_avx2(steps);
    static_cast<void>(kept);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const double operations = 2.0 * static_cast<double>(steps) * (wide ? 16 * 16 : 12 * 8);
    best = operations / seconds > best ? operations / seconds : best;
  }
  return best;
#else
  static_cast<void>(level);
  return 0;
#endif
}

} // namespace benchmarks
