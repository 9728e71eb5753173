// GGUF Q5_1: 32 weights, 24 bytes, 6 bits a weight.
//
//   bytes 0-1: d, fp16;  bytes 2-3: m, fp16;  bytes 4-23: codes as in detail/q5_codes.hpp
//   w ~ d q + m
//
//   m = min w,  d = (max w - min w) / 31,  q = half up of (w - m) / d, with d and m before they are
//   rounded to fp16
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// and reference quantizer `q5_1`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>
#include <tailgate/quant/gguf/detail/q5_codes.hpp>

namespace tailgate::gguf {

struct q5_1 {
  static constexpr std::string_view name = "q5_1";
  static constexpr std::size_t weights = 32, bytes = 24;
  static constexpr bool pads_rows = false;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const float m = *low, d = (*high - m) / 31.0f;
    const float id = detail::inverse(d);
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    detail::put_fp16(out.subspan<0, 2>(), d);
    detail::put_fp16(out.subspan<2, 2>(), m);
    for (std::size_t i = 0; i < weights; ++i)
      detail::put_q5(out.last<20>(), i, detail::product_half_up(values[i] - m, id, 31));
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.subspan<0, 2>()), m = detail::get_fp16(in.subspan<2, 2>());
    for (std::size_t i = 0; i < weights; ++i)
      values[i] = static_cast<float>(detail::get_q5(in.last<20>(), i)) * d + m;
  }
};

} // namespace tailgate::gguf
