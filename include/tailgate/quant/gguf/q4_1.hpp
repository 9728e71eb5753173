// GGUF Q4_1: 32 weights, 20 bytes, 5 bits a weight.
//
//   bytes 0-1: d, fp16;  bytes 2-3: m, fp16;  byte 4 + i: q[i] low half, q[i + 16] high half
//   w ~ d q + m
//
//   m = min w,  d = (max w - min w) / 15,  q = half up of (w - m) / d, at most 15, with d and m
//   before they are rounded to fp16
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// and reference quantizer `q4_1`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>

namespace tailgate::gguf {

struct q4_1 {
  static constexpr std::string_view name = "q4_1";
  static constexpr std::size_t weights = 32, bytes = 20;
  static constexpr bool pads_rows = false;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const float m = *low, d = (*high - m) / 15.0f;
    const float id = detail::inverse(d);
    detail::put_fp16(out.subspan<0, 2>(), d);
    detail::put_fp16(out.subspan<2, 2>(), m);
    for (std::size_t i = 0; i < weights / 2; ++i)
      out[4 + i] =
          static_cast<std::uint8_t>(detail::product_half_up(values[i] - m, id, 15) |
                                    detail::product_half_up(values[i + 16] - m, id, 15) << 4);
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.subspan<0, 2>()), m = detail::get_fp16(in.subspan<2, 2>());
    for (std::size_t i = 0; i < weights / 2; ++i) {
      values[i] = static_cast<float>(in[4 + i] & 15) * d + m;
      values[i + 16] = static_cast<float>(in[4 + i] >> 4) * d + m;
    }
  }
};

} // namespace tailgate::gguf
