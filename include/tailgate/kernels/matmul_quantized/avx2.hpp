// The integer product on AVX2, which multiplies unsigned by signed bytes and adds pairs in 16 bits
// that saturate (vpmaddubsw). Neither format lets them:
//
//   nibbles   15 * 127 * 2 = 3,810 a pair; eight pairs, 30,480, are added before widening to 32
//   bits bytes     c - 128 is split into magnitude and sign, and the sign given to the activation:
//             128 * 127 * 2 = 32,512 a pair, widened at once
//
// Tiles of up to 4 rows; 16 registers hold the 16-bit sums of 4 rows by 16 outputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX2_BEGIN
namespace tailgate::matmul_quantized_rooms::avx2 {

inline __m256i load(const void* p) noexcept {
  return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}
inline __m128i load_half(const void* p) noexcept {
  return _mm_loadu_si128(static_cast<const __m128i*>(p));
}

/// Eight floats, or the n that are left and zeros.
inline __m256 load_floats(const float* x, std::size_t n) noexcept {
  if (n >= 8)
    return _mm256_loadu_ps(x);
  float edge[8] = {};
  for (std::size_t j = 0; j < n; ++j)
    edge[j] = x[j];
  return _mm256_loadu_ps(edge);
}

inline std::uint32_t largest_magnitude(const float* x, std::size_t n) noexcept {
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff);
  __m256i top[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
  const auto take = [&](std::size_t j, std::size_t k) {
    const __m256i bits = _mm256_castps_si256(load_floats(x + k, n - k));
    top[j] = _mm256_max_epu32(top[j], _mm256_and_si256(magnitude, bits));
  };
  std::size_t k = 0;
  for (; k + 16 <= n; k += 16) {
    take(0, k);
    take(1, k + 8);
  }
  for (; k < n; k += 8)
    take(0, k);
  std::uint32_t lanes[8], largest = 0;
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), _mm256_max_epu32(top[0], top[1]));
  for (const std::uint32_t lane : lanes)
    largest = lane > largest ? lane : largest;
  return largest;
}

inline std::int32_t encode(const float* x, std::size_t n, float inverse, std::int8_t* quads,
    std::size_t quad_stride) noexcept {
  const __m256 factor = _mm256_set1_ps(inverse);
  __m256i sum = _mm256_setzero_si256();
  for (std::size_t k = 0; k < n; k += 8, quads += 2 * quad_stride) {
    const __m256i wide = _mm256_cvtps_epi32(_mm256_mul_ps(load_floats(x + k, n - k), factor));
    sum = _mm256_add_epi32(sum, wide);
    const __m128i half =
        _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
    const __m128i codes = _mm_packs_epi16(half, half);
    _mm_storeu_si32(quads, codes);
    _mm_storeu_si32(quads + quad_stride, _mm_bsrli_si128(codes, 4));
  }
  std::int32_t lanes[8], total = 0;
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), sum);
  for (const std::int32_t lane : lanes)
    total += lane;
  return total;
}

inline __m256i broadcast_quad(const std::int8_t* quad) noexcept {
  std::int32_t bits = 0;
  __builtin_memcpy(&bits, quad, 4);
  return _mm256_set1_epi32(bits);
}

/// Keeps an addition where it stands. g++ 12 would add the products of several steps to each other
/// first, for which there are not enough registers.
inline void keep_order(__m256i& sum) noexcept {
  __asm__("" : "+x"(sum));
}

/// The sums of one group for R rows by C registers of 8 outputs, from the codes at `w` (already at
/// the first of these outputs).
template <std::size_t R, std::size_t C>
inline void add_nibbles(const std::uint8_t* w, const std::int8_t* x, std::size_t eights,
    __m256i (&total)[R][C]) noexcept {
  const __m256i low = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
  for (std::size_t e = 0; e < eights;) {
    const std::size_t end = eights - e < 4 ? eights : e + 4;
    __m256i s[R][C];
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r)
      for (std::size_t c = 0; c < C; ++c)
        s[r][c] = _mm256_setzero_si256();
    for (; e < end; ++e, w += 128, x += 8 * R) {
      TAILGATE_UNROLL
      for (std::size_t h = 0; h < 2; ++h) {
        __m256i q[C];
        TAILGATE_UNROLL
        for (std::size_t c = 0; c < C; ++c) {
          q[c] = load(w + 32 * c);
          q[c] = _mm256_and_si256(h == 0 ? q[c] : _mm256_srli_epi16(q[c], 4), low);
        }
        TAILGATE_UNROLL
        for (std::size_t r = 0; r < R; ++r) {
          const __m256i v = broadcast_quad(x + 4 * (h * R + r));
          TAILGATE_UNROLL
          for (std::size_t c = 0; c < C; ++c) {
            s[r][c] = _mm256_add_epi16(s[r][c], _mm256_maddubs_epi16(q[c], v));
            keep_order(s[r][c]);
          }
        }
      }
    }
    TAILGATE_UNROLL
    for (std::size_t r = 0; r < R; ++r)
      for (std::size_t c = 0; c < C; ++c)
        total[r][c] = _mm256_add_epi32(total[r][c], _mm256_madd_epi16(s[r][c], ones));
  }
}

/// The same for bytes, each less 128.
template <std::size_t R, std::size_t C>
inline void add_bytes(const std::uint8_t* w, const std::int8_t* x, std::size_t eights,
    __m256i (&total)[R][C]) noexcept {
  const __m256i sign = _mm256_set1_epi8(-128), ones = _mm256_set1_epi16(1);
  for (std::size_t quad = 0; quad < 2 * eights; ++quad, w += 128, x += 4 * R) {
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < C; ++c) {
      const __m256i code = _mm256_xor_si256(load(w + 32 * c), sign);
      const __m256i magnitude = _mm256_abs_epi8(code); // 128 as an unsigned byte
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m256i v = _mm256_sign_epi8(broadcast_quad(x + 4 * r), code);
        total[r][c] = _mm256_add_epi32(
            total[r][c], _mm256_madd_epi16(_mm256_maddubs_epi16(magnitude, v), ones));
        keep_order(total[r][c]);
      }
    }
  }
}

/// R rows by C registers of 8 outputs, of which `first` is the first register.
template <bool Nibbles, std::size_t R, std::size_t C>
inline void part(const tile_job& job, std::size_t first) noexcept {
  float* const out = job.y + 8 * first;
  __m256 y[R][C];
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t c = 0; c < C; ++c)
      y[r][c] = job.before != nullptr ? _mm256_loadu_ps(job.before + 32 * r + 8 * (first + c))
                                      : _mm256_setzero_ps();
  const std::uint8_t* w = job.weights;
  const std::int8_t* x = job.codes;
  for (std::size_t g = 0; g < job.groups; ++g) {
    const std::uint8_t* header = w + 16 * first;
    w += job.zero_points ? 128 : 64;
    __m256i total[R][C];
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < C; ++c) {
      // Of bytes, 128 is gone already.
      const __m256i zero =
          job.zero_points ? _mm256_sub_epi32(_mm256_cvtepu16_epi32(load_half(header + 64 + 16 * c)),
                                _mm256_set1_epi32(Nibbles ? 0 : 128))
                          : _mm256_setzero_si256();
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m256i sum = _mm256_set1_epi32(job.sums[g * R + r]);
        if (job.zero_points)
          total[r][c] = _mm256_mullo_epi32(zero, sum);
        else
          total[r][c] = Nibbles ? sum : zero;
      }
    }
    const std::size_t eights = g + 1 == job.groups ? job.last_eights : job.eights;
    if constexpr (Nibbles)
      add_nibbles<R, C>(w + 32 * first, x, eights, total);
    else
      add_bytes<R, C>(w + 32 * first, x, eights, total);
    w += eights * (Nibbles ? 128 : 256);
    x += eights * 8 * R;
    TAILGATE_UNROLL
    for (std::size_t c = 0; c < C; ++c) {
      const __m256 scale = _mm256_cvtph_ps(load_half(header + 16 * c));
      TAILGATE_UNROLL
      for (std::size_t r = 0; r < R; ++r) {
        const __m256 factor = job.scales == nullptr
                                  ? scale
                                  : _mm256_mul_ps(scale, _mm256_set1_ps(job.scales[g * R + r]));
        y[r][c] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(total[r][c]), factor, y[r][c]);
      }
    }
  }
  TAILGATE_UNROLL
  for (std::size_t r = 0; r < R; ++r)
    for (std::size_t c = 0; c < C; ++c) {
      if (job.row_scales != nullptr)
        y[r][c] = _mm256_fmadd_ps(y[r][c], _mm256_set1_ps(job.row_scales[r]),
            _mm256_loadu_ps(job.bias + 8 * (first + c)));
      _mm256_storeu_ps(out + r * job.y_stride + 8 * c, y[r][c]);
    }
}

template <bool Nibbles, std::size_t R>
inline void tile(const tile_job& job) noexcept {
  if constexpr (R <= 2) {
    part<Nibbles, R, 4>(job, 0);
  } else {
    part<Nibbles, R, 2>(job, 0);
    part<Nibbles, R, 2>(job, 2);
  }
}

inline constexpr room own_room{4, largest_magnitude, encode,
    {tile<true, 1>, tile<true, 2>, tile<true, 3>, tile<true, 4>},
    {tile<false, 1>, tile<false, 2>, tile<false, 3>, tile<false, 4>}};

} // namespace tailgate::matmul_quantized_rooms::avx2
TAILGATE_TARGET_END
#endif
