// Terms of the divergences on AVX-512.
#pragma once

#include <cstddef>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/divergence_of_logits/constants.hpp>
#include <tailgate/kernels/exponential/avx512.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX512_BEGIN
namespace tailgate::divergence_rooms::avx512 {

namespace exps = exponential_rooms::avx512;

/// The factors of P for s = log P - log Q: KL from P to Q, from Q to P, and Jensen-Shannon.
struct factors {
  __m512 down, up, middle;
};

/// For s that is not near, w = exp(-s).
inline factors far_factors(__m512 s, __m512 w) noexcept {
  const __m512 one = _mm512_set1_ps(1.0f);
  const __m512 h = _mm512_sub_ps(one, w);
  // In pairs (Estrin's scheme), since Horner's chain is what the loop would wait for.
  const __m512 h2 = _mm512_mul_ps(h, h);
  const __m512 v01 = _mm512_fmadd_ps(_mm512_set1_ps(v1), h, _mm512_set1_ps(v0));
  const __m512 v23 = _mm512_fmadd_ps(_mm512_set1_ps(v3), h, _mm512_set1_ps(v2));
  const __m512 v45 = _mm512_fmadd_ps(_mm512_set1_ps(v5), h, _mm512_set1_ps(v4));
  const __m512 v67 = _mm512_fmadd_ps(_mm512_set1_ps(v7), h, _mm512_set1_ps(v6));
  const __m512 v = _mm512_fmadd_ps(
      _mm512_fmadd_ps(v67, h2, v45), _mm512_mul_ps(h2, h2), _mm512_fmadd_ps(v23, h2, v01));
  // Infinite for a masked token, whose w = 0 then leaves nothing to multiply.
  const __m512 bounded = _mm512_maskz_min_ps(0xffff, s, _mm512_set1_ps(exponential_rooms::highest));
  return {_mm512_add_ps(_mm512_sub_ps(w, one), s), _mm512_fnmadd_ps(bounded, w, h),
      _mm512_fnmadd_ps(_mm512_mul_ps(_mm512_set1_ps(0.5f), w), bounded,
          _mm512_mul_ps(_mm512_add_ps(one, w), _mm512_mul_ps(h, v)))};
}

inline factors factors_of(__m512 s) noexcept {
  const __m512 one = _mm512_set1_ps(1.0f);
  const __m512 minus_s = _mm512_sub_ps(_mm512_setzero_ps(), s);
  const auto reduced = exps::reduce(minus_s);
  const __m512 square = _mm512_mul_ps(s, s);
  const __m512 c = reduced.curvature;
  __m512 t = _mm512_fmadd_ps(_mm512_set1_ps(t4), s, _mm512_set1_ps(t3));
  t = _mm512_fmadd_ps(t, s, _mm512_set1_ps(t2));
  t = _mm512_fmadd_ps(t, s, _mm512_set1_ps(t1));
  t = _mm512_fmadd_ps(t, s, _mm512_set1_ps(t0));
  const __m512 up = _mm512_fnmadd_ps(c, _mm512_add_ps(one, s), one);
  const factors near{_mm512_mul_ps(square, c), _mm512_mul_ps(square, up), _mm512_mul_ps(square, t)};
  const __mmask16 far = _mm512_cmp_ps_mask(s, _mm512_set1_ps(near_limit), _CMP_NLT_UQ);
  if (far == 0) // all of nearly equal rows
    return near;
  const __m512 w = exps::restore(
      reduced, _mm512_cmp_ps_mask(minus_s, _mm512_set1_ps(exponential_rooms::lowest), _CMP_LT_OQ));
  const factors rest = far_factors(s, w);
  return {_mm512_mask_mov_ps(near.down, far, rest.down), _mm512_mask_mov_ps(near.up, far, rest.up),
      _mm512_mask_mov_ps(near.middle, far, rest.middle)};
}

inline void add_terms(const row_pair& rows, term_sums& sums) noexcept {
  const __m512 nothing = _mm512_set1_ps(-__builtin_inff());
  const __m512 infinity = _mm512_set1_ps(__builtin_inff());
  for (std::size_t i = 0; i < rows.n;) {
    const std::size_t end =
        rows.n - i < exponential_rooms::stretch ? rows.n : i + exponential_rooms::stretch;
    __m512 forward = _mm512_setzero_ps(), reverse = forward, middle = forward;
    for (; i < end; i += 16) {
      const __mmask16 mask = exps::lanes_of(rows.n - i);
      const __m512 x = _mm512_mask_loadu_ps(nothing, mask, rows.x + i);
      const __m512 y = _mm512_mask_loadu_ps(nothing, mask, rows.y + i);
      // x - y = difference + error exactly (Knuth's TwoSum), so that a common offset of the rows,
      // which changes no probability, costs no digits. Tokens masked in both differ by 0.
      const __mmask16 differ = _mm512_cmp_ps_mask(x, y, _CMP_NEQ_UQ);
      const __m512 difference = _mm512_maskz_sub_ps(differ, x, y);
      const __m512 minus_y = _mm512_sub_ps(difference, x);
      __m512 error = _mm512_sub_ps(
          _mm512_sub_ps(x, _mm512_sub_ps(difference, minus_y)), _mm512_add_ps(y, minus_y));
      const __mmask16 finite = _mm512_cmp_ps_mask(error, error, _CMP_ORD_Q);
      error = _mm512_maskz_mov_ps(finite, error);
      const __m512 d = _mm512_add_ps(_mm512_add_ps(difference, _mm512_set1_ps(rows.offset_high)),
          _mm512_add_ps(error, _mm512_set1_ps(rows.offset_low)));
      const __m512 s = _mm512_abs_ps(d);

      const __mmask16 below = _mm512_cmp_ps_mask(d, _mm512_setzero_ps(), _CMP_LT_OQ);
      const __m512 shifted = _mm512_mask_sub_ps(
          _mm512_sub_ps(x, _mm512_set1_ps(rows.x_top)), below, y, _mm512_set1_ps(rows.y_top));
      const __m512 scale =
          _mm512_mask_mov_ps(_mm512_set1_ps(rows.x_scale), below, _mm512_set1_ps(rows.y_scale));
      __m512 larger = _mm512_mul_ps(exps::exponential(shifted), scale);
      const __mmask16 masked = _mm512_cmp_ps_mask(s, infinity, _CMP_EQ_OQ);
      larger = _mm512_mask_max_ps(larger, masked, larger, _mm512_set1_ps(smallest));

      const factors f = factors_of(s);
      forward = _mm512_fmadd_ps(larger, _mm512_mask_mov_ps(f.down, below, f.up), forward);
      reverse = _mm512_fmadd_ps(larger, _mm512_mask_mov_ps(f.up, below, f.down), reverse);
      middle = _mm512_fmadd_ps(larger, f.middle, middle);
    }
    exps::add_lanes(forward, sums.forward.data());
    exps::add_lanes(reverse, sums.reverse.data());
    exps::add_lanes(middle, sums.jensen_shannon.data());
  }
}

} // namespace tailgate::divergence_rooms::avx512
TAILGATE_TARGET_END
#endif
