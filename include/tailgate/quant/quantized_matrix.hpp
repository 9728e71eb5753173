// A matrix of integer codes with its scales and zero points, packed to its stated size.
//
//   codes   row after row, each beginning at a byte; within a row a little-endian stream of bits:
//           code k occupies bits [k * bits, (k + 1) * bits), lowest bit first
//   scales  fp16, outputs x groups; a single one for a scheme with one scale for the matrix
//   zeros   one code for each scale when the scheme is asymmetric, packed like a row of codes
//
//   w[n, k] ~ scale[n, g] * (code[n, k] - zero[n, g]),  g the group of k
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/core/half.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/quant_scheme.hpp>
#include <vector>

namespace tailgate {

/// Reads and writes codes of `bits` bits in a little-endian stream of bits. Zero at first.
class packed_codes {
public:
  packed_codes() = default;
  packed_codes(std::size_t rows, std::size_t cols, unsigned bits)
      : bits_(bits), row_bytes_((cols * bits + 7) / 8), bytes_(rows * row_bytes_) {}

  [[nodiscard]] unsigned get(std::size_t row, std::size_t col) const noexcept {
    const std::uint8_t* base = bytes_.data() + row * row_bytes_;
    const std::size_t bit = col * bits_;
    unsigned window = base[bit / 8];
    if (bit % 8 + bits_ > 8)
      window |= static_cast<unsigned>(base[bit / 8 + 1]) << 8;
    return (window >> (bit % 8)) & ((1u << bits_) - 1u);
  }

  /// Stores a code below 2^bits over a place that holds 0.
  void put(std::size_t row, std::size_t col, unsigned code) noexcept {
    std::uint8_t* base = bytes_.data() + row * row_bytes_;
    const std::size_t bit = col * bits_;
    const unsigned window = code << (bit % 8);
    base[bit / 8] = static_cast<std::uint8_t>(base[bit / 8] | (window & 0xffu));
    if (bit % 8 + bits_ > 8)
      base[bit / 8 + 1] = static_cast<std::uint8_t>(base[bit / 8 + 1] | (window >> 8));
  }

  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return bytes_; }

private:
  unsigned bits_ = 8;
  std::size_t row_bytes_ = 0;
  std::vector<std::uint8_t> bytes_;
};

/// An N x K matrix in a uniform integer format. A quantizer fills it group by group.
class quantized_matrix {
public:
  quantized_matrix() = default;

  /// All codes, scales and zero points 0. Throws what check_scheme throws.
  quantized_matrix(std::size_t outputs, std::size_t inputs, quant_scheme scheme)
      : outputs_(outputs), inputs_(inputs), scheme_((check_scheme(scheme), scheme)),
        codes_(outputs, inputs, scheme.bits), scales_(scale_rows() * scheme.groups(inputs)) {
    if (!scheme.symmetric)
      zeros_ = packed_codes(scale_rows(), scheme.groups(inputs), scheme.bits);
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; } ///< N
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }   ///< K
  [[nodiscard]] const quant_scheme& scheme() const noexcept { return scheme_; }
  [[nodiscard]] std::size_t groups() const noexcept { return scheme_.groups(inputs_); }

  [[nodiscard]] unsigned code(std::size_t n, std::size_t k) const noexcept {
    return codes_.get(n, k);
  }
  [[nodiscard]] float scale(std::size_t n, std::size_t g) const noexcept {
    return fp16_to_float(scales_[scale_row(n) * groups() + g]);
  }
  [[nodiscard]] unsigned zero_point(std::size_t n, std::size_t g) const noexcept {
    return scheme_.symmetric ? 1u << (scheme_.bits - 1) : zeros_.get(scale_row(n), g);
  }

  /// Sets a group once: its scale as fp16 bits, its zero point (ignored when symmetric). With one
  /// scale for the matrix only n = 0 is set.
  void set_group(std::size_t n, std::size_t g, std::uint16_t scale, unsigned zero) noexcept {
    scales_[scale_row(n) * groups() + g] = scale;
    if (!scheme_.symmetric)
      zeros_.put(scale_row(n), g, zero);
  }
  /// Sets a code once.
  void set_code(std::size_t n, std::size_t k, unsigned code) noexcept { codes_.put(n, k, code); }

  /// Row n as fp32; `out` has inputs() elements. Throws shape_error E103 otherwise.
  void dequantize_row(std::size_t n, std::span<float> out) const {
    if (out.size() != inputs_ || n >= outputs_)
      throw shape_error(103, "dequantize_row",
          "row " + std::to_string(n) + " into " + std::to_string(out.size()) +
              " elements; the matrix is " + std::to_string(outputs_) + "x" +
              std::to_string(inputs_));
    for (std::size_t g = 0; g < groups(); ++g) {
      const float s = scale(n, g);
      const auto z = static_cast<int>(zero_point(n, g));
      for (std::size_t k = scheme_.group_first(g); k < scheme_.group_last(g, inputs_); ++k)
        out[k] = s * static_cast<float>(static_cast<int>(code(n, k)) - z);
    }
  }

  /// Bits a weight, scales and zero points counted.
  [[nodiscard]] double bits_per_weight() const noexcept {
    const auto weights = static_cast<double>(outputs_) * static_cast<double>(inputs_);
    return weights == 0 ? 0.0 : scheme_.matrix_bits(outputs_, inputs_) / weights;
  }

private:
  [[nodiscard]] std::size_t scale_row(std::size_t n) const noexcept {
    return scheme_.tensor ? 0 : n;
  }
  [[nodiscard]] std::size_t scale_rows() const noexcept {
    return scheme_.tensor ? std::min<std::size_t>(outputs_, 1) : outputs_;
  }

  std::size_t outputs_ = 0;
  std::size_t inputs_ = 0;
  quant_scheme scheme_;
  packed_codes codes_;
  std::vector<std::uint16_t> scales_;
  packed_codes zeros_;
};

} // namespace tailgate
