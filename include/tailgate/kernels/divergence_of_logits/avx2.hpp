// Terms of the divergences on AVX2 and FMA; two registers stand for the sixteen lanes.
#pragma once

#include <cstddef>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/divergence_of_logits/constants.hpp>
#include <tailgate/kernels/exponential/avx2.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX2_BEGIN
namespace tailgate::divergence_rooms::avx2 {

namespace exps = exponential_rooms::avx2;

/// The factors of P for s = log P - log Q: KL from P to Q, from Q to P, and Jensen-Shannon.
struct factors {
  __m256 down, up, middle;
};

/// For s that is not near, w = exp(-s).
inline factors far_factors(__m256 s, __m256 w) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  const __m256 h = _mm256_sub_ps(one, w);
  // In pairs (Estrin's scheme), since Horner's chain is what the loop would wait for.
  const __m256 h2 = _mm256_mul_ps(h, h);
  const __m256 v01 = _mm256_fmadd_ps(_mm256_set1_ps(v1), h, _mm256_set1_ps(v0));
  const __m256 v23 = _mm256_fmadd_ps(_mm256_set1_ps(v3), h, _mm256_set1_ps(v2));
  const __m256 v45 = _mm256_fmadd_ps(_mm256_set1_ps(v5), h, _mm256_set1_ps(v4));
  const __m256 v67 = _mm256_fmadd_ps(_mm256_set1_ps(v7), h, _mm256_set1_ps(v6));
  const __m256 v = _mm256_fmadd_ps(
      _mm256_fmadd_ps(v67, h2, v45), _mm256_mul_ps(h2, h2), _mm256_fmadd_ps(v23, h2, v01));
  // Infinite for a masked token, whose w = 0 then leaves nothing to multiply.
  const __m256 bounded = _mm256_min_ps(s, _mm256_set1_ps(exponential_rooms::highest));
  return {_mm256_add_ps(_mm256_sub_ps(w, one), s), _mm256_fnmadd_ps(bounded, w, h),
      _mm256_fnmadd_ps(_mm256_mul_ps(_mm256_set1_ps(0.5f), w), bounded,
          _mm256_mul_ps(_mm256_add_ps(one, w), _mm256_mul_ps(h, v)))};
}

inline factors factors_of(__m256 s) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  const __m256 minus_s = _mm256_sub_ps(_mm256_setzero_ps(), s);
  const auto reduced = exps::reduce(minus_s);
  const __m256 square = _mm256_mul_ps(s, s);
  const __m256 c = reduced.curvature;
  __m256 t = _mm256_fmadd_ps(_mm256_set1_ps(t4), s, _mm256_set1_ps(t3));
  t = _mm256_fmadd_ps(t, s, _mm256_set1_ps(t2));
  t = _mm256_fmadd_ps(t, s, _mm256_set1_ps(t1));
  t = _mm256_fmadd_ps(t, s, _mm256_set1_ps(t0));
  const __m256 up = _mm256_fnmadd_ps(c, _mm256_add_ps(one, s), one);
  const factors near{_mm256_mul_ps(square, c), _mm256_mul_ps(square, up), _mm256_mul_ps(square, t)};
  const __m256 far = _mm256_cmp_ps(s, _mm256_set1_ps(near_limit), _CMP_NLT_UQ);
  if (_mm256_movemask_ps(far) == 0) // all of nearly equal rows
    return near;
  const __m256 w = exps::restore(
      reduced, _mm256_cmp_ps(minus_s, _mm256_set1_ps(exponential_rooms::lowest), _CMP_LT_OQ));
  const factors rest = far_factors(s, w);
  return {_mm256_blendv_ps(near.down, rest.down, far), _mm256_blendv_ps(near.up, rest.up, far),
      _mm256_blendv_ps(near.middle, rest.middle, far)};
}

/// One register of each of the three sums.
struct partial_sums {
  __m256 forward, reverse, middle;
};

/// Adds the terms of eight elements from i on.
inline void add_eight(const row_pair& rows, std::size_t i, partial_sums& sums) noexcept {
  if (i >= rows.n)
    return;
  const __m256 x = exps::load(rows.x + i, rows.n - i, -__builtin_inff());
  const __m256 y = exps::load(rows.y + i, rows.n - i, -__builtin_inff());
  // x - y = difference + error exactly (Knuth's TwoSum), so that a common offset of the rows, which
  // changes no probability, costs no digits. Tokens masked in both differ by 0.
  const __m256 difference = _mm256_and_ps(_mm256_cmp_ps(x, y, _CMP_NEQ_UQ), _mm256_sub_ps(x, y));
  const __m256 minus_y = _mm256_sub_ps(difference, x);
  __m256 error = _mm256_sub_ps(
      _mm256_sub_ps(x, _mm256_sub_ps(difference, minus_y)), _mm256_add_ps(y, minus_y));
  error = _mm256_and_ps(_mm256_cmp_ps(error, error, _CMP_ORD_Q), error);
  const __m256 d = _mm256_add_ps(_mm256_add_ps(difference, _mm256_set1_ps(rows.offset_high)),
      _mm256_add_ps(error, _mm256_set1_ps(rows.offset_low)));
  const __m256 s = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), d);

  const __m256 below = _mm256_cmp_ps(d, _mm256_setzero_ps(), _CMP_LT_OQ);
  const __m256 shifted = _mm256_sub_ps(_mm256_blendv_ps(x, y, below),
      _mm256_blendv_ps(_mm256_set1_ps(rows.x_top), _mm256_set1_ps(rows.y_top), below));
  const __m256 scale =
      _mm256_blendv_ps(_mm256_set1_ps(rows.x_scale), _mm256_set1_ps(rows.y_scale), below);
  __m256 larger = _mm256_mul_ps(exps::exponential(shifted), scale);
  const __m256 masked = _mm256_cmp_ps(s, _mm256_set1_ps(__builtin_inff()), _CMP_EQ_OQ);
  larger = _mm256_max_ps(larger, _mm256_and_ps(masked, _mm256_set1_ps(smallest)));

  const factors f = factors_of(s);
  sums.forward = _mm256_fmadd_ps(larger, _mm256_blendv_ps(f.down, f.up, below), sums.forward);
  sums.reverse = _mm256_fmadd_ps(larger, _mm256_blendv_ps(f.up, f.down, below), sums.reverse);
  sums.middle = _mm256_fmadd_ps(larger, f.middle, sums.middle);
}

inline void add_terms(const row_pair& rows, term_sums& sums) noexcept {
  for (std::size_t i = 0; i < rows.n;) {
    const std::size_t end =
        rows.n - i < exponential_rooms::stretch ? rows.n : i + exponential_rooms::stretch;
    partial_sums low{_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()}, high = low;
    for (; i < end; i += 16) {
      add_eight(rows, i, low);
      add_eight(rows, i + 8, high);
    }
    exps::add_lanes(low.forward, sums.forward.data());
    exps::add_lanes(high.forward, sums.forward.data() + 8);
    exps::add_lanes(low.reverse, sums.reverse.data());
    exps::add_lanes(high.reverse, sums.reverse.data() + 8);
    exps::add_lanes(low.middle, sums.jensen_shannon.data());
    exps::add_lanes(high.middle, sums.jensen_shannon.data() + 8);
  }
}

} // namespace tailgate::divergence_rooms::avx2
TAILGATE_TARGET_END
#endif
