// GGUF Q4_0: 32 weights, 18 bytes, 4.5 bits a weight.
//
//   bytes 0-1: d, fp16;  byte 2 + i: q[i] in the low half, q[i + 16] in the high half
//   w ~ d (q - 8)
//
//   d = (the weight of the largest magnitude) / -8, so that it has the code 0 and is exact but for
//   d's rounding;  q = half up of w / d + 8, at most 15, with d before it is rounded to fp16
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// and reference quantizer `q4_0`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>

namespace tailgate::gguf {

struct q4_0 {
  static constexpr std::string_view name = "q4_0";
  static constexpr std::size_t weights = 32, bytes = 18;
  static constexpr bool pads_rows = false;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    const float d = detail::extreme(values) / -8.0f;
    const float id = detail::inverse(d);
    detail::put_fp16(out.first<2>(), d);
    for (std::size_t i = 0; i < weights / 2; ++i)
      out[2 + i] =
          static_cast<std::uint8_t>(detail::truncated(double{values[i]} * id + 8.5, 15) |
                                    detail::truncated(double{values[i + 16]} * id + 8.5, 15) << 4);
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.first<2>());
    for (std::size_t i = 0; i < weights / 2; ++i) {
      values[i] = d * static_cast<float>(int{in[2 + i] & 15} - 8);
      values[i + 16] = d * static_cast<float>(int{in[2 + i] >> 4} - 8);
    }
  }
};

} // namespace tailgate::gguf
