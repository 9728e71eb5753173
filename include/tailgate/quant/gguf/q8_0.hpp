// GGUF Q8_0: 32 weights, 34 bytes, 8.5 bits a weight.
//
//   bytes 0-1: d, fp16;  bytes 2-33: q, signed bytes          w ~ d q
//
//   d = max|w| / 127,  q = round(w / d), ties away from zero, with d before it is rounded to fp16
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// and reference quantizer `q8_0`.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>

namespace tailgate::gguf {

struct q8_0 {
  static constexpr std::string_view name = "q8_0";
  static constexpr std::size_t weights = 32, bytes = 34;
  static constexpr bool pads_rows = false;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    const float d = std::fabs(detail::extreme(values)) / 127.0f;
    const float id = detail::inverse(d);
    detail::put_fp16(out.first<2>(), d);
    for (std::size_t i = 0; i < weights; ++i)
      out[2 + i] =
          std::bit_cast<std::uint8_t>(static_cast<std::int8_t>(std::round(values[i] * id)));
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.first<2>());
    for (std::size_t i = 0; i < weights; ++i)
      values[i] = d * static_cast<float>(std::bit_cast<std::int8_t>(in[2 + i]));
  }
};

} // namespace tailgate::gguf
