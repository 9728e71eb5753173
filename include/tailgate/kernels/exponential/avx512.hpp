// Exponentials of a row on AVX-512.
#pragma once

#include <cstddef>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/exponential/constants.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
namespace tailgate::exponential_rooms::avx512 {

/// x = n ln 2 + r, and exp(r) = 1 + r + r^2 curvature.
struct reduced_argument {
  __m512 n, r, curvature;
};

inline reduced_argument reduce(__m512 x) noexcept {
  // Zero-masked forms: the plain ones read an undefined register on paper, and g++ warns of it.
  const __m512 n = _mm512_maskz_roundscale_ps(0xffff, _mm512_mul_ps(x, _mm512_set1_ps(log2_e)),
      _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(ln2_high), x);
  r = _mm512_fnmadd_ps(n, _mm512_set1_ps(ln2_low), r);
  __m512 p = _mm512_set1_ps(c6);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c5));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c4));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c3));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c2));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c1));
  return {n, r, p};
}

/// exp of the reduced argument, and 0 in the lanes of `zero`.
inline __m512 restore(const reduced_argument& x, __mmask16 zero) noexcept {
  __m512 p = _mm512_fmadd_ps(x.curvature, x.r, _mm512_set1_ps(1.0f));
  p = _mm512_fmadd_ps(p, x.r, _mm512_set1_ps(1.0f));
  return _mm512_maskz_scalef_ps(static_cast<__mmask16>(~zero), p, x.n);
}

inline __m512 exponential(__m512 x) noexcept {
  // A NaN fails both comparisons and travels on.
  const __mmask16 zero = _mm512_cmp_ps_mask(x, _mm512_set1_ps(lowest), _CMP_LT_OQ);
  const __mmask16 over = _mm512_cmp_ps_mask(x, _mm512_set1_ps(highest), _CMP_GT_OQ);
  return restore(reduce(_mm512_mask_mov_ps(x, over, _mm512_set1_ps(highest))), zero);
}

/// The lanes that a row of n has from here on.
inline __mmask16 lanes_of(std::size_t n) noexcept {
  return n >= 16 ? __mmask16{0xffff} : static_cast<__mmask16>((1u << n) - 1u);
}

/// Empties fp32 lanes into double ones.
inline void add_lanes(__m512 sum, double* lanes) noexcept {
  const __m256 low = _mm512_maskz_extractf32x8_ps(0xff, sum, 0);
  const __m256 high = _mm512_maskz_extractf32x8_ps(0xff, sum, 1);
  _mm512_storeu_pd(lanes, _mm512_add_pd(_mm512_loadu_pd(lanes), _mm512_maskz_cvtps_pd(0xff, low)));
  _mm512_storeu_pd(
      lanes + 8, _mm512_add_pd(_mm512_loadu_pd(lanes + 8), _mm512_maskz_cvtps_pd(0xff, high)));
}

inline float maximum(const float* x, std::size_t n) noexcept {
  __m512 top[4];
  for (__m512& lanes : top)
    lanes = _mm512_set1_ps(-__builtin_inff());
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) // a NaN in the first operand gives the second
    for (std::size_t j = 0; j < 4; ++j)
      top[j] = _mm512_maskz_max_ps(0xffff, _mm512_loadu_ps(x + i + 16 * j), top[j]);
  for (; i < n; i += 16) {
    const __mmask16 mask = lanes_of(n - i);
    top[0] = _mm512_mask_max_ps(top[0], mask, _mm512_maskz_loadu_ps(mask, x + i), top[0]);
  }
  float lanes[16];
  _mm512_storeu_ps(lanes, _mm512_maskz_max_ps(0xffff, _mm512_maskz_max_ps(0xffff, top[0], top[1]),
                              _mm512_maskz_max_ps(0xffff, top[2], top[3])));
  float result = lanes[0];
  for (const float lane : lanes)
    result = lane > result ? lane : result;
  return result;
}

inline void exp_sum(const float* x, std::size_t n, float shift, double* lanes) noexcept {
  const __m512 s = _mm512_set1_ps(shift);
  for (std::size_t i = 0; i < n;) {
    const std::size_t end = n - i < stretch ? n : i + stretch;
    __m512 sum = _mm512_setzero_ps();
    for (; i < end; i += 16) {
      const __mmask16 mask = lanes_of(n - i);
      const __m512 d = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), s);
      sum = _mm512_mask_add_ps(sum, mask, sum, exponential(d));
    }
    add_lanes(sum, lanes);
  }
}

inline void exp_shifted(
    const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept {
  __m512 sum = _mm512_loadu_ps(lanes);
  const __m512 s = _mm512_set1_ps(shift);
  for (std::size_t i = 0; i < n; i += 16) {
    const __mmask16 mask = lanes_of(n - i);
    const __m512 e = _mm512_maskz_mov_ps(
        mask, exponential(_mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), s)));
    _mm512_mask_storeu_ps(out + i, mask, e);
    sum = _mm512_add_ps(sum, e);
  }
  _mm512_storeu_ps(lanes, sum);
}

inline void silu_gate(const float* gate, const float* up, std::size_t n, float* out) noexcept {
  const __m512 one = _mm512_set1_ps(1.0f);
  for (std::size_t i = 0; i < n; i += 16) {
    const __mmask16 mask = lanes_of(n - i);
    const __m512 g = _mm512_maskz_loadu_ps(mask, gate + i);
    const __m512 u = _mm512_maskz_loadu_ps(mask, up + i);
    const __m512 e = exponential(_mm512_sub_ps(_mm512_setzero_ps(), g));
    _mm512_mask_storeu_ps(out + i, mask, _mm512_mul_ps(_mm512_div_ps(g, _mm512_add_ps(one, e)), u));
  }
}

} // namespace tailgate::exponential_rooms::avx512
TAILGATE_TARGET_END
#endif
