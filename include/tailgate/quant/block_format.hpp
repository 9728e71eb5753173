// Formats that store a fixed number of consecutive weights of a row as a fixed number of bytes:
// the blocks of OCP Microscaling and of GGUF files.
//
//   row n:  | block 0 | block 1 | ... |      block b holds weights [b * weights, (b + 1) * weights)
//
// A format is one struct in one file: its name, its two sizes, encode and decode.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace tailgate {

template <class F>
concept block_format = requires(std::span<const float, F::weights> values,
    std::span<std::uint8_t, F::bytes> bytes, std::span<const std::uint8_t, F::bytes> stored,
    std::span<float, F::weights> out) {
  { F::name } -> std::convertible_to<std::string_view>;
  { F::pads_rows } -> std::convertible_to<bool>; // a last block may be filled up with zeros
  F::encode(values, bytes);
  F::decode(stored, out);
};

/// An N x K matrix in blocks. 8 * bytes / weights bits a weight, padding counted.
template <block_format F>
class block_matrix {
public:
  /// Quantizes `w`. Throws argument_error E104 for a weight that is not finite, shape_error E110
  /// when K is not a multiple of the block and the format does not pad, and argument_error E111
  /// when weights are too large for the format. Deterministic for any executor.
  explicit block_matrix(
      matrix_view<const float> w, executor_ref exec = {}, std::string_view place = F::name)
      : outputs_(w.rows()), inputs_(w.cols()),
        row_blocks_((w.cols() + F::weights - 1) / F::weights),
        bytes_(outputs_ * row_blocks_ * F::bytes) {
    if (!F::pads_rows && inputs_ % F::weights != 0)
      throw shape_error(110, place,
          "rows of " + std::to_string(inputs_) + " weights; " + std::string(F::name) +
              " stores whole blocks of " + std::to_string(F::weights) +
              ", keep this layer in another format");
    detail::require_finite(w, place);
    constexpr std::size_t stretch = 16; // rows a piece
    exec.parallel_for((outputs_ + stretch - 1) / stretch, [&](std::size_t piece) {
      const std::size_t last = std::min(outputs_, (piece + 1) * stretch);
      for (std::size_t n = piece * stretch; n < last; ++n)
        for (std::size_t b = 0; b < row_blocks_; ++b)
          encode_block(w.row(n), n, b, place);
    });
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; }
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }

  /// The stored bytes of block b of row n.
  [[nodiscard]] std::span<const std::uint8_t, F::bytes> block(
      std::size_t n, std::size_t b) const noexcept {
    return std::span<const std::uint8_t, F::bytes>(
        bytes_.data() + (n * row_blocks_ + b) * F::bytes, F::bytes);
  }

  void dequantize_row(std::size_t n, std::span<float> out) const noexcept {
    std::array<float, F::weights> values;
    for (std::size_t b = 0; b < row_blocks_; ++b) {
      F::decode(block(n, b), values);
      const auto to = out.subspan(b * F::weights, std::min(F::weights, inputs_ - b * F::weights));
      std::copy_n(values.begin(), to.size(), to.begin());
    }
  }

  [[nodiscard]] double bits_per_weight() const noexcept {
    return inputs_ == 0
               ? 0.0
               : 8.0 * static_cast<double>(row_blocks_ * F::bytes) / static_cast<double>(inputs_);
  }

private:
  void encode_block(
      std::span<const float> row, std::size_t n, std::size_t b, std::string_view place) {
    std::array<float, F::weights> values{};
    const auto from = row.subspan(b * F::weights, std::min(F::weights, inputs_ - b * F::weights));
    std::copy(from.begin(), from.end(), values.begin());
    const std::span<std::uint8_t, F::bytes> bytes(
        bytes_.data() + (n * row_blocks_ + b) * F::bytes, F::bytes);
    F::encode(values, bytes);
    F::decode(bytes, values);
    for (const float value : values)
      if (!std::isfinite(value))
        throw argument_error(111, place,
            "row " + std::to_string(n) + ", block " + std::to_string(b) + " has weights beyond " +
                std::string(F::name) + "'s scale; rescale the layer or use a wider format");
  }

  std::size_t outputs_, inputs_, row_blocks_;
  std::vector<std::uint8_t> bytes_;
};

/// A block format as a tier, under the format's name.
template <block_format F>
struct block_tier {
  [[nodiscard]] std::string name() const { return std::string(F::name); }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return false; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    return block_matrix<F>(layer.weights, exec, layer.name);
  }
};

} // namespace tailgate
