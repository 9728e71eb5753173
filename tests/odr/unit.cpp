// Compiled once for each instruction set, as TAILGATE_UNIT().
#include "observed.hpp"

#include <cstddef>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/round_to_nearest.hpp>

observed TAILGATE_UNIT() {
  using namespace tailgate;
  constexpr std::size_t m = 3, n = 21, k = 37;
  observed seen;
  philox_stream stream(20, 1, 2);
  for (auto& word : seen.random)
    word = stream();

  std::vector<float> x(m * k), w(n * k);
  for (auto* values : {&x, &w})
    for (float& value : *values)
      value = static_cast<float>(stream.uniform_open()) - 0.5f;
  const packed_f32 packed(matrix_view<const float>(w.data(), n, k));
  const auto product = [&](isa level) {
    std::vector<float> y(m * n);
    matmul_f32(matrix_view<const float>(x.data(), m, k), packed, {},
        matrix_view<float>(y.data(), m, n), {}, level);
    return y;
  };
  seen.reference = product(isa::reference);
  seen.portable = product(isa::portable);

  const packed_matrix integers(round_to_nearest({w.data(), n, k}, {4, 16, false}));
  seen.quantized.resize(m * n);
  matmul_quantized(matrix_view<const float>(x.data(), m, k), integers, {},
      matrix_view<float>(seen.quantized.data(), m, n), activation_scaling::per_group, {},
      isa::portable);

  seen.own_portable.resize(m * n);
  matmul_f32_rooms::run_portable<simd::default_arch>({x.data(), k, m, packed.data(),
      k * panel_width, panel_width, k, n, seen.own_portable.data(), n, false});
  return seen;
}
