// Reading memory and nothing else: the rate that an operation over a row can at best reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/cpu/target.hpp>

namespace benchmarks {

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
/// Loads a multiple of 256 bytes into four registers in turn; returns what depends on all of them.
inline std::int64_t read_avx512(const float* values, std::size_t n) noexcept {
  __m512i sum[4];
  for (__m512i& lanes : sum)
    lanes = _mm512_setzero_si512();
  for (std::size_t i = 0; i < n; i += 64) {
    TAILGATE_UNROLL
    for (std::size_t j = 0; j < 4; ++j)
      sum[j] = _mm512_xor_si512(sum[j], _mm512_loadu_si512(values + i + 16 * j));
  }
  const __m512i all =
      _mm512_xor_si512(_mm512_xor_si512(sum[0], sum[1]), _mm512_xor_si512(sum[2], sum[3]));
  std::int64_t words[8], folded = 0;
  _mm512_storeu_si512(words, all);
  for (const std::int64_t word : words)
    folded ^= word;
  return folded;
}
TAILGATE_TARGET_END

TAILGATE_TARGET_AVX2_BEGIN
/// Loads a multiple of 256 bytes into eight registers in turn; returns what depends on all of them.
inline std::int64_t read_avx2(const float* values, std::size_t n) noexcept {
  __m256i sum[8];
  for (__m256i& lanes : sum)
    lanes = _mm256_setzero_si256();
  for (std::size_t i = 0; i < n; i += 64) {
    TAILGATE_UNROLL
    for (std::size_t j = 0; j < 8; ++j)
      sum[j] = _mm256_xor_si256(
          sum[j], _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values + i + 8 * j)));
  }
  for (std::size_t j = 1; j < 8; ++j)
    sum[0] = _mm256_xor_si256(sum[0], sum[j]);
  return _mm256_extract_epi64(sum[0], 0) ^ _mm256_extract_epi64(sum[0], 1) ^
         _mm256_extract_epi64(sum[0], 2) ^ _mm256_extract_epi64(sum[0], 3);
}
TAILGATE_TARGET_END
#endif

/// Reads a row, whose length is a multiple of 64.
inline std::int64_t read_bytes(std::span<const float> row) {
#if TAILGATE_X86
  if (tailgate::machine_has(tailgate::isa::avx512))
    return read_avx512(row.data(), row.size());
  if (tailgate::machine_has(tailgate::isa::avx2))
    return read_avx2(row.data(), row.size());
#endif
  double sum[4] = {};
  for (std::size_t i = 0; i < row.size(); i += 4)
    for (std::size_t j = 0; j < 4; ++j)
      sum[j] += double{row[i + j]};
  return static_cast<std::int64_t>(sum[0] + sum[1] + sum[2] + sum[3]);
}

} // namespace benchmarks
