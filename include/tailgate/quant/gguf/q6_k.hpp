// GGUF Q6_K: 256 weights, 210 bytes, 6.5625 bits a weight.
//
//   bytes 0-127: low four bits of the codes;  bytes 128-191: upper two bits;  bytes 192-207: a
//   signed scale s for each 16 weights;  bytes 208-209: d, fp16.      w ~ (d s) (q - 32)
//
//   Weight 128 h + 32 c + i, h in 0-1, c in 0-3, i in 0-31:
//     low:    byte 64 h + 32 (c % 2) + i, the low half for c < 2, else the high half
//     upper:  byte 128 + 32 h + i, bits 2 c and 2 c + 1
//
// The layout defines what bytes mean, not how codes are found. Here each sub-block's scale is
// fitted by weighted least squares (detail/fit_scale.hpp), then rounded to 8 bits, and the codes
// are made with the stored one. Other programs may store other codes for the same weights.
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// `q6_K`.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/detail/fit_scale.hpp>
#include <tailgate/quant/detail/round_to_even.hpp>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>

namespace tailgate::gguf {

struct q6_k {
  static constexpr std::string_view name = "q6_k";
  static constexpr std::size_t weights = 256, bytes = 210;
  static constexpr bool pads_rows = false;

  static void encode(std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) {
    using tailgate::detail::round_to_even;
    std::array<float, 16> scale;
    for (std::size_t j = 0; j < 16; ++j)
      scale[j] = tailgate::detail::fit_scale(values.subspan(16 * j, 16), 32);
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    // The scale of the largest magnitude has the code -128.
    detail::put_fp16(out.subspan<208, 2>(), detail::extreme(scale) / -128);
    const float d = detail::get_fp16(out.subspan<208, 2>());
    for (std::size_t j = 0; j < 16; ++j) {
      const float s = round_to_even(std::clamp(scale[j] * detail::inverse(d), -128.0f, 127.0f));
      out[192 + j] = std::bit_cast<std::uint8_t>(static_cast<std::int8_t>(s));
      const float per_step = detail::inverse(d * s);
      for (std::size_t i = 16 * j; i < 16 * (j + 1); ++i)
        put(out, i,
            static_cast<unsigned>(
                round_to_even(std::clamp(values[i] * per_step, -32.0f, 31.0f)) + 32));
    }
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.subspan<208, 2>());
    for (std::size_t i = 0; i < weights; ++i)
      values[i] = d * static_cast<float>(std::bit_cast<std::int8_t>(in[192 + i / 16])) *
                  (static_cast<float>(get(in, i)) - 32.0f);
  }

private:
  /// Where the parts of a code are.
  struct place {
    explicit place(std::size_t i)
        : low(i / 128 * 64 + i / 32 % 2 * 32 + i % 32), low_bit(i / 64 % 2 * 4),
          upper(128 + i / 128 * 32 + i % 32), upper_bit(i / 32 % 4 * 2) {}
    std::size_t low, low_bit, upper, upper_bit;
  };

  static void put(std::span<std::uint8_t, bytes> out, std::size_t i, unsigned code) noexcept {
    const place at(i);
    out[at.low] = static_cast<std::uint8_t>(out[at.low] | (code & 15u) << at.low_bit);
    out[at.upper] = static_cast<std::uint8_t>(out[at.upper] | (code >> 4) << at.upper_bit);
  }

  [[nodiscard]] static unsigned get(
      std::span<const std::uint8_t, bytes> in, std::size_t i) noexcept {
    const place at(i);
    return (static_cast<unsigned>(in[at.low]) >> at.low_bit & 15u) |
           (static_cast<unsigned>(in[at.upper]) >> at.upper_bit & 3u) << 4;
  }
};

} // namespace tailgate::gguf
