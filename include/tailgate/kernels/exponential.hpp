// The row operations in which exp dominates: exp(x - shift) with its sum, the sum alone, and the
// SiLU gate.
//
// Sums are kept in 16 lanes (element i in lane i mod 16) and joined by lane_sum in one fixed order,
// so that AVX2 and AVX-512 give the same bits. Error of exp: 2 ulp; arguments below -87.33 give 0.
#pragma once

#include <array>
#include <cstddef>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/kernels/exponential/avx2.hpp>
#include <tailgate/kernels/exponential/avx512.hpp>
#include <tailgate/kernels/exponential/portable.hpp>

namespace tailgate {

/// The row operations of one level.
struct exponential_operations {
  /// The largest x[i], -inf for none; NaN is passed over. What exp is shifted by.
  float (*maximum)(const float* x, std::size_t n) noexcept;
  /// out[i] = exp(x[i] - shift), and lanes[i % 16] += out[i]. `out` may be `x`.
  void (*exp_shifted)(
      const float* x, std::size_t n, float shift, float* out, float* lanes) noexcept;
  /// lanes[i % 16] += exp(x[i] - shift), in fp32 over stretches of 512 elements; nothing is stored.
  void (*exp_sum)(const float* x, std::size_t n, float shift, double* lanes) noexcept;
  /// out[i] = gate[i] / (1 + exp(-gate[i])) * up[i]: SwiGLU's activation. `out` may be `gate`.
  void (*silu_gate)(const float* gate, const float* up, std::size_t n, float* out) noexcept;
};

/// The operations of `level`, which the machine must have.
template <class Arch = simd::default_arch>
[[nodiscard]] exponential_operations exponential_operations_for(isa level) noexcept {
  namespace rooms = exponential_rooms;
  switch (level) {
#if TAILGATE_X86
  case isa::avx512_vnni:
  case isa::avx512:
    return {rooms::avx512::maximum, rooms::avx512::exp_shifted, rooms::avx512::exp_sum,
        rooms::avx512::silu_gate};
  case isa::avx2:
    return {rooms::avx2::maximum, rooms::avx2::exp_shifted, rooms::avx2::exp_sum,
        rooms::avx2::silu_gate};
#else
  case isa::avx512_vnni:
  case isa::avx512:
  case isa::avx2:
#endif
  case isa::portable:
    return {rooms::maximum_portable<Arch>, rooms::exp_shifted_portable<Arch>,
        rooms::exp_sum_portable<Arch>, rooms::silu_gate_portable<Arch>};
  case isa::reference:
    break;
  }
  return {rooms::maximum_reference, rooms::exp_shifted_reference, rooms::exp_sum_reference,
      rooms::silu_gate_reference};
}

using lane_sums = std::array<float, exponential_rooms::lane_count>;
using lane_totals = std::array<double, exponential_rooms::lane_count>;

/// The sum of the lanes as a balanced tree: ((0+8)+(4+12)) + ... , the same for every level.
template <class T>
[[nodiscard]] T lane_sum(std::array<T, exponential_rooms::lane_count> lanes) noexcept {
  for (std::size_t half = lanes.size() / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i)
      lanes[i] += lanes[i + half];
  return lanes[0];
}

} // namespace tailgate
