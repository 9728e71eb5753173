// GGUF Q5_0: 32 weights, 22 bytes, 5.5 bits a weight.
//
//   bytes 0-1: d, fp16;  bytes 2-21: codes as in detail/q5_codes.hpp   w ~ d (q - 16)
//
//   d = (the weight of the largest magnitude) / -16,  q = half up of w / d + 16, at most 31, with d
//   before it is rounded to fp16
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// and reference quantizer `q5_0`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>
#include <tailgate/quant/gguf/detail/q5_codes.hpp>

namespace tailgate::gguf {

struct q5_0 {
  static constexpr std::string_view name = "q5_0";
  static constexpr std::size_t weights = 32, bytes = 22;
  static constexpr bool pads_rows = false;

  static void encode(
      std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) noexcept {
    const float d = detail::extreme(values) / -16.0f;
    const float id = detail::inverse(d);
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    detail::put_fp16(out.first<2>(), d);
    for (std::size_t i = 0; i < weights; ++i)
      detail::put_q5(out.last<20>(), i, detail::truncated(double{values[i]} * id + 16.5, 31));
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.first<2>());
    for (std::size_t i = 0; i < weights; ++i)
      values[i] = d * (static_cast<float>(detail::get_q5(in.last<20>(), i)) - 16.0f);
  }
};

} // namespace tailgate::gguf
