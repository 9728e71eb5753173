// This library's products as contestants.
#pragma once

#include <cstring>
#include <memory>
#include <string>
#include <tailgate/core/half.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <vector>

#include "contestant.hpp"

namespace benchmarks {

/// Random codes, scales near 0.01 and zero points near the middle.
inline tailgate::packed_matrix random_packed(const tailgate::packed_layout& layout) {
  using tailgate::packed_layout;
  const auto memory = std::make_shared<tailgate::aligned_array<std::uint8_t>>(layout.bytes());
  tailgate::philox_stream stream(7);
  for (std::size_t i = 0; i + 4 <= layout.bytes(); i += 4) {
    const std::uint32_t word = stream();
    std::memcpy(memory->data() + i, &word, 4);
  }
  for (std::size_t p = 0; p < layout.panels(); ++p)
    for (std::size_t g = 0; g < layout.groups(); ++g) {
      std::uint8_t* header = memory->data() + p * layout.panel_bytes() + layout.record(g);
      for (std::size_t j = 0; j < packed_layout::panel_outputs; ++j) {
        const std::uint16_t scale =
            tailgate::float_to_fp16(0.01f + 0.0001f * static_cast<float>(j + g % 7));
        const auto zero = static_cast<std::uint16_t>((1u << (layout.scheme.bits - 1)) + j % 3);
        std::memcpy(header + 2 * j, &scale, 2);
        if (layout.zero_points())
          std::memcpy(header + packed_layout::row_of_scales + 2 * j, &zero, 2);
      }
    }
  return {layout, std::shared_ptr<const std::uint8_t>(memory, memory->data())};
}

inline contestant own_integer(const shape& s, const float* x, float* y,
    tailgate::quant_scheme scheme, tailgate::activation_scaling scaling, double cold_bytes,
    tailgate::isa level, tailgate::executor_ref exec) {
  const tailgate::packed_layout layout{s.n, s.k, scheme};
  const auto bytes = static_cast<double>(layout.bytes());
  std::vector<tailgate::packed_matrix> matrices(copies_for(bytes, cold_bytes));
  matrices[0] = random_packed(layout);
  for (std::size_t copy = 1; copy < matrices.size(); ++copy) {
    const auto memory = std::make_shared<tailgate::aligned_array<std::uint8_t>>(layout.bytes());
    std::memcpy(memory->data(), matrices[0].data(), layout.bytes());
    matrices[copy] = {layout, std::shared_ptr<const std::uint8_t>(memory, memory->data())};
  }
  const std::size_t copies = matrices.size();
  return {"tailgate", scheme.bits, scheme.group, !scheme.symmetric,
      scaling == tailgate::activation_scaling::per_row ? "row" : "group",
      tailgate::to_string(level), bytes,
      [=, w = std::move(matrices)](std::size_t copy) {
        tailgate::matmul_quantized({x, s.m, s.k}, w[copy], {},
            tailgate::matrix_view<float>(y, s.m, s.n), scaling, exec, level);
      },
      copies};
}

inline contestant own_f32(const shape& s, const float* x, float* y, double cold_bytes,
    tailgate::isa level, tailgate::executor_ref exec) {
  const double bytes = 4.0 * static_cast<double>(s.n * s.k);
  std::vector<float> w(s.n * s.k, 0.5f);
  const std::size_t copies = copies_for(bytes, cold_bytes);
  auto matrices = std::make_shared<std::vector<tailgate::packed_f32>>();
  matrices->reserve(copies);
  while (matrices->size() < copies)
    matrices->emplace_back(tailgate::matrix_view<const float>(w.data(), s.n, s.k));
  return {"tailgate", 32, 0, false, "fp32", tailgate::to_string(level), bytes,
      [=](std::size_t copy) {
        tailgate::matmul_f32({x, s.m, s.k}, (*matrices)[copy], {},
            tailgate::matrix_view<float>(y, s.m, s.n), exec, level);
      },
      copies};
}

} // namespace benchmarks
