// Exponentials of a row on AVX2 and FMA; two registers stand for the sixteen lanes.
#pragma once

#include <cstddef>
#include <tailgate/cpu/target.hpp>
#include <tailgate/kernels/exponential/constants.hpp>

#if TAILGATE_X86
TAILGATE_TARGET_AVX2_BEGIN
namespace tailgate::exponential_rooms::avx2 {

/// x = n ln 2 + r, and exp(r) = 1 + r + r^2 curvature.
struct reduced_argument {
  __m256 n, r, curvature;
};

inline reduced_argument reduce(__m256 x) noexcept {
  const __m256 n = _mm256_round_ps(
      _mm256_mul_ps(x, _mm256_set1_ps(log2_e)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(ln2_high), x);
  r = _mm256_fnmadd_ps(n, _mm256_set1_ps(ln2_low), r);
  __m256 p = _mm256_set1_ps(c6);
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c5));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c4));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c3));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c2));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(c1));
  return {n, r, p};
}

/// exp of the reduced argument, and 0 in the lanes of `zero`.
inline __m256 restore(const reduced_argument& x, __m256 zero) noexcept {
  __m256 p = _mm256_fmadd_ps(x.curvature, x.r, _mm256_set1_ps(1.0f));
  p = _mm256_fmadd_ps(p, x.r, _mm256_set1_ps(1.0f));
  const __m256i exponent =
      _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(x.n), _mm256_set1_epi32(127)), 23);
  return _mm256_andnot_ps(zero, _mm256_mul_ps(p, _mm256_castsi256_ps(exponent)));
}

inline __m256 exponential(__m256 x) noexcept {
  const __m256 zero = _mm256_cmp_ps(x, _mm256_set1_ps(lowest), _CMP_LT_OQ);
  const __m256 over = _mm256_cmp_ps(x, _mm256_set1_ps(highest), _CMP_GT_OQ);
  return restore(reduce(_mm256_blendv_ps(x, _mm256_set1_ps(highest), over)), zero);
}

/// Eight or fewer elements of a row; those beyond n read as `fill`.
inline __m256 load(const float* x, std::size_t n, float fill) noexcept {
  if (n >= 8)
    return _mm256_loadu_ps(x);
  float edge[8];
  for (std::size_t j = 0; j < 8; ++j)
    edge[j] = j < n ? x[j] : fill;
  return _mm256_loadu_ps(edge);
}

inline void store(float* out, std::size_t n, __m256 v) noexcept {
  if (n >= 8) {
    _mm256_storeu_ps(out, v);
    return;
  }
  float edge[8];
  _mm256_storeu_ps(edge, v);
  for (std::size_t j = 0; j < n; ++j)
    out[j] = edge[j];
}

inline void exp_shifted(
    const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept {
  __m256 sum[2] = {_mm256_loadu_ps(lanes), _mm256_loadu_ps(lanes + 8)};
  const __m256 s = _mm256_set1_ps(shift);
  const float nothing = -__builtin_inff(); // exp is exactly 0 there
  for (std::size_t i = 0; i < n; i += 8) {
    const __m256 e = exponential(_mm256_sub_ps(load(x + i, n - i, nothing), s));
    store(out + i, n - i, e);
    sum[i / 8 % 2] = _mm256_add_ps(sum[i / 8 % 2], e);
  }
  _mm256_storeu_ps(lanes, sum[0]);
  _mm256_storeu_ps(lanes + 8, sum[1]);
}

/// Empties eight fp32 lanes into double ones.
inline void add_lanes(__m256 sum, double* lanes) noexcept {
  const __m256d low = _mm256_cvtps_pd(_mm256_castps256_ps128(sum));
  const __m256d high = _mm256_cvtps_pd(_mm256_extractf128_ps(sum, 1));
  _mm256_storeu_pd(lanes, _mm256_add_pd(_mm256_loadu_pd(lanes), low));
  _mm256_storeu_pd(lanes + 4, _mm256_add_pd(_mm256_loadu_pd(lanes + 4), high));
}

inline float maximum(const float* x, std::size_t n) noexcept {
  __m256 top[4];
  for (__m256& lanes : top)
    lanes = _mm256_set1_ps(-__builtin_inff());
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) // a NaN in the first operand gives the second
    for (std::size_t j = 0; j < 4; ++j)
      top[j] = _mm256_max_ps(_mm256_loadu_ps(x + i + 8 * j), top[j]);
  for (; i < n; i += 8)
    top[0] = _mm256_max_ps(load(x + i, n - i, -__builtin_inff()), top[0]);
  float lanes[8];
  _mm256_storeu_ps(
      lanes, _mm256_max_ps(_mm256_max_ps(top[0], top[1]), _mm256_max_ps(top[2], top[3])));
  float result = lanes[0];
  for (const float lane : lanes)
    result = lane > result ? lane : result;
  return result;
}

inline void exp_sum(const float* x, std::size_t n, float shift, double* lanes) noexcept {
  const __m256 s = _mm256_set1_ps(shift);
  const float nothing = -__builtin_inff(); // exp is exactly 0 there
  const auto term = [&](std::size_t i) {
    return i < n ? exponential(_mm256_sub_ps(load(x + i, n - i, nothing), s)) : _mm256_setzero_ps();
  };
  for (std::size_t i = 0; i < n;) {
    const std::size_t end = n - i < stretch ? n : i + stretch;
    __m256 sum[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
    for (; i < end; i += 16) {
      sum[0] = _mm256_add_ps(sum[0], term(i));
      sum[1] = _mm256_add_ps(sum[1], term(i + 8));
    }
    add_lanes(sum[0], lanes);
    add_lanes(sum[1], lanes + 8);
  }
}

inline void silu_gate(const float* gate, const float* up, std::size_t n, float* out) noexcept {
  const __m256 one = _mm256_set1_ps(1.0f);
  for (std::size_t i = 0; i < n; i += 8) {
    const __m256 g = load(gate + i, n - i, 0.0f);
    const __m256 u = load(up + i, n - i, 0.0f);
    const __m256 e = exponential(_mm256_sub_ps(_mm256_setzero_ps(), g));
    store(out + i, n - i, _mm256_mul_ps(_mm256_div_ps(g, _mm256_add_ps(one, e)), u));
  }
}

} // namespace tailgate::exponential_rooms::avx2
TAILGATE_TARGET_END
#endif
