// GGUF Q4_K: 256 weights, 144 bytes, 4.5 bits a weight.
//
//   bytes 0-1: d, fp16;  bytes 2-3: dmin, fp16
//   bytes 4-15: eight 6-bit scales s and eight 6-bit minima m of sub-blocks of 32 weights:
//     byte 4 + j   (j < 4):  bits 0-5 s[j],        bits 6-7 the upper two bits of s[j + 4]
//     byte 8 + j:            bits 0-5 m[j],        bits 6-7 the upper two bits of m[j + 4]
//     byte 12 + j:           bits 0-3 of s[j + 4], bits 4-7 the low four bits of m[j + 4]
//   byte 16 + 32 c + i (c < 4): q of weight 64 c + i in the low half, of 64 c + 32 + i in the high
//
//   w ~ (d s) q - (dmin m)
//
// The layout defines what bytes mean, not how codes are found. Here each sub-block's scale and
// minimum are fitted by weighted least squares (detail/fit_affine.hpp), then rounded to 6 bits, and
// the codes are made with the stored ones. Other programs may store other codes for the same
// weights.
//
// Reference: the GGUF format of the ggml project (github.com/ggml-org/ggml, docs/gguf.md); block
// `q4_K`.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tailgate/quant/detail/fit_affine.hpp>
#include <tailgate/quant/gguf/detail/block_bytes.hpp>

namespace tailgate::gguf {

struct q4_k {
  static constexpr std::string_view name = "q4_k";
  static constexpr std::size_t weights = 256, bytes = 144;
  static constexpr bool pads_rows = false;

  static void encode(std::span<const float, weights> values, std::span<std::uint8_t, bytes> out) {
    std::array<float, 8> scale, minimum;
    for (std::size_t j = 0; j < 8; ++j) {
      const auto fit = tailgate::detail::fit_affine(values.subspan(32 * j, 32), 15);
      scale[j] = fit.scale;
      minimum[j] = fit.minimum;
    }
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    detail::put_fp16(out.subspan<0, 2>(), *std::max_element(scale.begin(), scale.end()) / 63);
    detail::put_fp16(out.subspan<2, 2>(), *std::max_element(minimum.begin(), minimum.end()) / 63);
    const float d = detail::get_fp16(out.subspan<0, 2>()),
                dmin = detail::get_fp16(out.subspan<2, 2>());
    for (std::size_t j = 0; j < 8; ++j) {
      put_six(out, j, detail::product_half_up(scale[j], detail::inverse(d), 63),
          detail::product_half_up(minimum[j], detail::inverse(dmin), 63));
      const auto [s, m] = get_six(out, j);
      const float step = d * static_cast<float>(s), shift = dmin * static_cast<float>(m);
      for (std::size_t i = 0; i < 32; ++i) {
        const float above = std::max(values[32 * j + i] + shift, 0.0f);
        auto& byte = out[16 + 32 * (j / 2) + i];
        byte = static_cast<std::uint8_t>(
            byte | detail::product_half_up(above, detail::inverse(step), 15) << (j % 2 * 4));
      }
    }
  }

  static void decode(
      std::span<const std::uint8_t, bytes> in, std::span<float, weights> values) noexcept {
    const float d = detail::get_fp16(in.subspan<0, 2>()),
                dmin = detail::get_fp16(in.subspan<2, 2>());
    for (std::size_t j = 0; j < 8; ++j) {
      const auto [s, m] = get_six(in, j);
      const float step = d * static_cast<float>(s), shift = dmin * static_cast<float>(m);
      for (std::size_t i = 0; i < 32; ++i)
        values[32 * j + i] =
            step * static_cast<float>(in[16 + 32 * (j / 2) + i] >> (j % 2 * 4) & 15) - shift;
    }
  }

private:
  struct six_bits {
    unsigned scale, minimum;
  };

  static void put_six(
      std::span<std::uint8_t, bytes> out, std::size_t j, unsigned s, unsigned m) noexcept {
    const auto add = [&](std::size_t at, unsigned bits) {
      out[at] = static_cast<std::uint8_t>(out[at] | bits);
    };
    if (j < 4) {
      add(4 + j, s);
      add(8 + j, m);
      return;
    }
    add(j, s >> 4 << 6);
    add(4 + j, m >> 4 << 6);
    add(8 + j, (s & 15u) | (m & 15u) << 4);
  }

  [[nodiscard]] static six_bits get_six(
      std::span<const std::uint8_t, bytes> in, std::size_t j) noexcept {
    if (j < 4)
      return {in[4 + j] & 63u, in[8 + j] & 63u};
    return {(in[j] >> 6 & 3u) << 4 | (in[8 + j] & 15u),
        (in[4 + j] >> 6 & 3u) << 4 | (in[8 + j] >> 4 & 15u)};
  }
};

} // namespace tailgate::gguf
