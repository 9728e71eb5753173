// The integer product on AVX-512 VNNI: tiles of up to 6 rows by 32 outputs, 12 integer and 12 fp32
// accumulators in 32 registers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/matmul_quantized/avx512.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_VNNI_BEGIN
namespace tailgate::matmul_quantized_rooms::avx512_vnni {

/// Asks memory for a line, the next of its share of the stream. Few rows wait for memory, and the
/// first-level cache can have too few reads under way for its full rate, so theirs go to the second
/// level. A single row reads as fast as the hardware's own prefetching, and was slower with this.
template <std::size_t R>
inline void fetch_line(const std::uint8_t*& place, std::size_t step) noexcept {
  if constexpr (R > 4)
    _mm_prefetch(reinterpret_cast<const char*>(place), _MM_HINT_T0);
  else if constexpr (R > 1)
    _mm_prefetch(reinterpret_cast<const char*>(place), _MM_HINT_T1);
  place += step;
}

/// Adds four products a lane. Not the intrinsic: g++ 12 moves its accumulators from register to
/// register in every step, and loads a broadcast operand once for each product that uses it.
inline void add_products(__m512i& sums, __m512i weights, __m512i quad) noexcept {
  __asm__("vpdpbusd %2, %1, %0" : "+v"(sums) : "v"(weights), "v"(quad));
}

template <bool Nibbles, std::size_t R>
inline void tile(const tile_job& job) noexcept {
  // One or two rows have too few accumulators to hide the latency of a product: give the quads of
  // an eight one each.
  constexpr std::size_t chains = R <= 2 ? 2 : 1;
  const __m512i low = _mm512_set1_epi8(15);
  __m512 y[R][2];
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t c = 0; c < 2; ++c)
      y[r][c] = job.before != nullptr ? _mm512_loadu_ps(job.before + 32 * r + 16 * c)
                                      : _mm512_setzero_ps();
  const std::uint8_t* w = job.weights;
  const std::int8_t* x = job.codes;
  const std::int32_t* sums = job.sums;
  const float* scales = job.scales;
  const std::uint8_t* fetch = job.fetch;
  for (std::size_t g = 0; g < job.groups; ++g, sums += R) {
    const std::uint8_t* record = w;
    w += 64;
    for (std::size_t line = 0; line < (job.zero_points ? 2u : 1u); ++line)
      fetch_line<R>(fetch, job.fetch_step);
    __m512i s[chains][R][2];
    if (job.zero_points) {
      const __m512i z0 = _mm512_maskz_cvtepu16_epi32(0xffff, avx512::load_half(w));
      const __m512i z1 = _mm512_maskz_cvtepu16_epi32(0xffff, avx512::load_half(w + 32));
      w += 64;
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m512i sum = _mm512_set1_epi32(sums[r]);
        s[0][r][0] = _mm512_mullo_epi32(z0, sum);
        s[0][r][1] = _mm512_mullo_epi32(z1, sum);
      }
    } else {
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r)
        s[0][r][0] = s[0][r][1] = _mm512_set1_epi32(sums[r]);
    }
    if constexpr (chains == 2) {
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r)
        s[1][r][0] = s[1][r][1] = _mm512_setzero_si512();
    }
    const std::size_t eights = g + 1 == job.groups ? job.last_eights : job.eights;
    for (std::size_t e = 0; e < eights; ++e, x += 8 * R) {
      TAILGATE_UNROLL
      for (std::size_t line = 0; line < (Nibbles ? 2 : 4); ++line)
        fetch_line<R>(fetch, job.fetch_step);
      __m512i q[2][2];
      q[0][0] = _mm512_loadu_si512(w);
      q[0][1] = _mm512_loadu_si512(w + 64);
      if constexpr (Nibbles) {
        q[1][0] = _mm512_and_si512(_mm512_srli_epi16(q[0][0], 4), low);
        q[1][1] = _mm512_and_si512(_mm512_srli_epi16(q[0][1], 4), low);
        q[0][0] = _mm512_and_si512(q[0][0], low);
        q[0][1] = _mm512_and_si512(q[0][1], low);
        w += 128;
      } else {
        q[1][0] = _mm512_loadu_si512(w + 128);
        q[1][1] = _mm512_loadu_si512(w + 192);
        w += 256;
      }
      TAILGATE_UNROLL
      for (std::size_t h = 0; h < 2; ++h) {
        TAILGATE_UNROLL
        for (std::size_t r = 0; r < R; ++r) {
          const __m512i v = avx512::broadcast_quad(x + 4 * (h * R + r));
          add_products(s[h % chains][r][0], q[h][0], v);
          add_products(s[h % chains][r][1], q[h][1], v);
        }
      }
    }
    if constexpr (chains == 2) {
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r)
        for (std::size_t c = 0; c < 2; ++c)
          s[0][r][c] = _mm512_add_epi32(s[0][r][c], s[1][r][c]);
    }
    const __m512 w0 = _mm512_maskz_cvtph_ps(0xffff, avx512::load_half(record));
    const __m512 w1 = _mm512_maskz_cvtph_ps(0xffff, avx512::load_half(record + 32));
    if (scales != nullptr) {
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m512 v = _mm512_set1_ps(scales[r]);
        y[r][0] = _mm512_fmadd_ps(
            _mm512_maskz_cvtepi32_ps(0xffff, s[0][r][0]), _mm512_mul_ps(w0, v), y[r][0]);
        y[r][1] = _mm512_fmadd_ps(
            _mm512_maskz_cvtepi32_ps(0xffff, s[0][r][1]), _mm512_mul_ps(w1, v), y[r][1]);
      }
      scales += R;
    } else {
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        y[r][0] = _mm512_fmadd_ps(_mm512_maskz_cvtepi32_ps(0xffff, s[0][r][0]), w0, y[r][0]);
        y[r][1] = _mm512_fmadd_ps(_mm512_maskz_cvtepi32_ps(0xffff, s[0][r][1]), w1, y[r][1]);
      }
    }
  }
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t c = 0; c < 2; ++c) {
      if (job.row_scales != nullptr)
        y[r][c] = _mm512_fmadd_ps(
            y[r][c], _mm512_set1_ps(job.row_scales[r]), _mm512_loadu_ps(job.bias + 16 * c));
      _mm512_storeu_ps(job.y + r * job.y_stride + 16 * c, y[r][c]);
    }
}

inline constexpr room own_room{6, avx512::largest_magnitude, avx512::encode,
    {tile<true, 1>, tile<true, 2>, tile<true, 3>, tile<true, 4>, tile<true, 5>, tile<true, 6>},
    {tile<false, 1>, tile<false, 2>, tile<false, 3>, tile<false, 4>, tile<false, 5>,
        tile<false, 6>}};

} // namespace tailgate::matmul_quantized_rooms::avx512_vnni
TAILGATE_TARGET_END
#endif
