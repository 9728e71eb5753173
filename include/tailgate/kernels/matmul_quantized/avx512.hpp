// The integer product on AVX-512 without VNNI: the ways of avx2.hpp, which says why nothing
// saturates, in registers of twice the width. Tiles of up to 4 rows by 32 outputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
namespace tailgate::matmul_quantized_rooms::avx512 {

inline __mmask16 lanes_of(std::size_t n) noexcept {
  return n >= 16 ? __mmask16{0xffff} : static_cast<__mmask16>((1u << n) - 1u);
}

inline std::uint32_t largest_magnitude(const float* x, std::size_t n) noexcept {
  const __m512i magnitude = _mm512_set1_epi32(0x7fffffff);
  __m512i top[4];
  for (__m512i& lanes : top)
    lanes = _mm512_setzero_si512();
  std::size_t k = 0;
  // Zero-masked forms: the plain ones read an undefined register on paper, and g++ warns of it.
  for (; k + 64 <= n; k += 64)
    for (std::size_t j = 0; j < 4; ++j)
      top[j] = _mm512_maskz_max_epu32(
          0xffff, top[j], _mm512_and_si512(magnitude, _mm512_loadu_si512(x + k + 16 * j)));
  for (; k < n; k += 16)
    top[0] = _mm512_maskz_max_epu32(0xffff, top[0],
        _mm512_and_si512(magnitude, _mm512_maskz_loadu_epi32(lanes_of(n - k), x + k)));
  std::uint32_t lanes[16], largest = 0;
  for (const __m512i& some : top) {
    _mm512_storeu_si512(lanes, some);
    for (const std::uint32_t lane : lanes)
      largest = lane > largest ? lane : largest;
  }
  return largest;
}

inline std::int32_t encode(const float* x, std::size_t n, float inverse, std::int8_t* quads,
    std::size_t quad_stride) noexcept {
  const __m512 factor = _mm512_set1_ps(inverse);
  __m512i sum = _mm512_setzero_si512();
  for (std::size_t k = 0; k < n; k += 16) {
    const __m512 values = _mm512_maskz_loadu_ps(lanes_of(n - k), x + k);
    const __m512i wide = _mm512_maskz_cvtps_epi32(0xffff, _mm512_mul_ps(values, factor));
    sum = _mm512_add_epi32(sum, wide);
    const __m128i codes = _mm512_maskz_cvtepi32_epi8(0xffff, wide);
    std::int8_t* out = quads + k / 4 * quad_stride;
    _mm_storeu_si32(out, codes);
    _mm_storeu_si32(out + quad_stride, _mm_bsrli_si128(codes, 4));
    if (n - k > 8) {
      _mm_storeu_si32(out + 2 * quad_stride, _mm_bsrli_si128(codes, 8));
      _mm_storeu_si32(out + 3 * quad_stride, _mm_bsrli_si128(codes, 12));
    }
  }
  std::int32_t lanes[16], total = 0;
  _mm512_storeu_si512(lanes, sum);
  for (const std::int32_t lane : lanes)
    total += lane;
  return total;
}

inline __m256i load_half(const void* p) noexcept {
  return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

inline __m512i broadcast_quad(const std::int8_t* quad) noexcept {
  std::int32_t bits = 0;
  __builtin_memcpy(&bits, quad, 4);
  return _mm512_set1_epi32(bits);
}

/// Keeps an addition where it stands. g++ 12 would add the products of several steps to each other
/// first, for which there are not enough registers.
inline void keep_order(__m512i& sum) noexcept {
  __asm__("" : "+v"(sum));
}

template <std::size_t R>
inline void add_nibbles(const std::uint8_t* w, const std::int8_t* x, std::size_t eights,
    __m512i (&total)[R][2]) noexcept {
  const __m512i low = _mm512_set1_epi8(15), ones = _mm512_set1_epi16(1);
  for (std::size_t e = 0; e < eights;) {
    const std::size_t end = eights - e < 4 ? eights : e + 4;
    __m512i s[R][2];
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r)
      s[r][0] = s[r][1] = _mm512_setzero_si512();
    for (; e < end; ++e, w += 128, x += 8 * R) {
      const __m512i pair[2] = {_mm512_loadu_si512(w), _mm512_loadu_si512(w + 64)};
      TAILGATE_UNROLL
      for (std::size_t h = 0; h < 2; ++h) {
        __m512i q[2];
        for (std::size_t c = 0; c < 2; ++c)
          q[c] = _mm512_and_si512(h == 0 ? pair[c] : _mm512_srli_epi16(pair[c], 4), low);
        TAILGATE_UNROLL
        for (std::size_t r = 0; r < R; ++r) {
          const __m512i v = broadcast_quad(x + 4 * (h * R + r));
          for (std::size_t c = 0; c < 2; ++c) {
            s[r][c] = _mm512_add_epi16(s[r][c], _mm512_maddubs_epi16(q[c], v));
            keep_order(s[r][c]);
          }
        }
      }
    }
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r)
      for (std::size_t c = 0; c < 2; ++c)
        total[r][c] = _mm512_add_epi32(total[r][c], _mm512_madd_epi16(s[r][c], ones));
  }
}

template <std::size_t R>
inline void add_bytes(const std::uint8_t* w, const std::int8_t* x, std::size_t eights,
    __m512i (&total)[R][2]) noexcept {
  const __m512i sign = _mm512_set1_epi8(-128), ones = _mm512_set1_epi16(1);
  const __m512i nothing = _mm512_setzero_si512();
  for (std::size_t quad = 0; quad < 2 * eights; ++quad, w += 128, x += 4 * R) {
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 2; ++c) {
      const __m512i code = _mm512_xor_si512(_mm512_loadu_si512(w + 64 * c), sign);
      const __mmask64 negative = _mm512_movepi8_mask(code);
      const __m512i magnitude = _mm512_mask_sub_epi8(code, negative, nothing, code);
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m512i v = broadcast_quad(x + 4 * r);
        const __m512i pairs =
            _mm512_maddubs_epi16(magnitude, _mm512_mask_sub_epi8(v, negative, nothing, v));
        total[r][c] = _mm512_add_epi32(total[r][c], _mm512_madd_epi16(pairs, ones));
        keep_order(total[r][c]);
      }
    }
  }
}

template <bool Nibbles, std::size_t R>
inline void tile(const tile_job& job) noexcept {
  __m512 y[R][2];
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t c = 0; c < 2; ++c)
      y[r][c] = job.before != nullptr ? _mm512_loadu_ps(job.before + 32 * r + 16 * c)
                                      : _mm512_setzero_ps();
  const std::uint8_t* w = job.weights;
  const std::int8_t* x = job.codes;
  for (std::size_t g = 0; g < job.groups; ++g) {
    const std::uint8_t* header = w;
    w += job.zero_points ? 128 : 64;
    __m512i total[R][2];
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 2; ++c) {
      // Of bytes, 128 is gone already.
      const __m512i zero = job.zero_points ? _mm512_sub_epi32(_mm512_maskz_cvtepu16_epi32(0xffff,
                                                                  load_half(header + 64 + 32 * c)),
                                                 _mm512_set1_epi32(Nibbles ? 0 : 128))
                                           : _mm512_setzero_si512();
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m512i sum = _mm512_set1_epi32(job.sums[g * R + r]);
        if (job.zero_points)
          total[r][c] = _mm512_mullo_epi32(zero, sum);
        else
          total[r][c] = Nibbles ? sum : zero;
      }
    }
    const std::size_t eights = g + 1 == job.groups ? job.last_eights : job.eights;
    if constexpr (Nibbles)
      add_nibbles<R>(w, x, eights, total);
    else
      add_bytes<R>(w, x, eights, total);
    w += eights * (Nibbles ? 128 : 256);
    x += eights * 8 * R;
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < 2; ++c) {
      const __m512 scale = _mm512_maskz_cvtph_ps(0xffff, load_half(header + 32 * c));
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m512 factor = job.scales == nullptr
                                  ? scale
                                  : _mm512_mul_ps(scale, _mm512_set1_ps(job.scales[g * R + r]));
        y[r][c] = _mm512_fmadd_ps(_mm512_maskz_cvtepi32_ps(0xffff, total[r][c]), factor, y[r][c]);
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

inline constexpr room own_room{4, largest_magnitude, encode,
    {tile<true, 1>, tile<true, 2>, tile<true, 3>, tile<true, 4>},
    {tile<false, 1>, tile<false, 2>, tile<false, 3>, tile<false, 4>}};

} // namespace tailgate::matmul_quantized_rooms::avx512
TAILGATE_TARGET_END
#endif
