// Activations as 8-bit integers, quantized on the fly, in the order in which the kernels read them.
//
//   scale = largest |x| / 127,   code = round(x * (127 / largest |x|)) in -127 .. 127
//
// with the largest magnitude of a row, or of each of its groups. Ties round to even. A row or group
// whose largest magnitude is below 2^-118 counts as zero: scale 0, codes 0. One with a NaN or an
// infinity has scale NaN and codes 0, so that the fault reaches every output of its row and no
// other row. The codes are the same on every instruction set: a maximum and a sum of integers do
// not depend on the order.
//
// Rows lie in tiles of about equal height R, and a tile's codes as [quad of inputs][R][4], so that
// a kernel reads one linear stream.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/matmul_quantized/tile_job.hpp>
#include <tailgate/kernels/packed_matrix/layout.hpp>
#include <vector>

namespace tailgate {

/// How many activations share a scale.
enum class activation_scaling {
  per_group, ///< those of a group of weights: the accurate choice, above all with outliers
  per_row    ///< a whole row: one multiplication a group less
};

namespace matmul_quantized_rooms {

struct activation_scale {
  float scale;
  float inverse; ///< 0: all codes are 0
};

/// The scale for values whose largest magnitude has these bits.
[[nodiscard]] inline activation_scale scale_for(std::uint32_t largest_bits) noexcept {
  constexpr std::uint32_t infinity = 0x7f800000u;
  if (largest_bits >= infinity)
    return {std::numeric_limits<float>::quiet_NaN(), 0.0f};
  const float largest = std::bit_cast<float>(largest_bits);
  if (largest < 0x1p-118f) // below, 127 / largest is infinite
    return {0.0f, 0.0f};
  return {largest / 127.0f, 127.0f / largest};
}

/// Where the codes, sums and scales of some rows lie.
class activations {
public:
  activations(std::size_t rows, const packed_layout& weights, activation_scaling scaling,
      std::size_t tile_rows)
      : weights_(weights), scaling_(scaling), rows_(rows),
        tiles_((rows + tile_rows - 1) / tile_rows), codes_(rows * weights.depth()),
        sums_(rows * weights.groups()),
        scales_(scaling == activation_scaling::per_group ? sums_.size() : 0),
        row_scales_(rows, 1.0f) {}

  [[nodiscard]] std::size_t tiles() const noexcept { return tiles_; }
  /// The first row of a tile; first_row(tiles()) is the number of rows.
  [[nodiscard]] std::size_t first_row(std::size_t tile) const noexcept {
    return tile * (rows_ / tiles_) + std::min(tile, rows_ % tiles_);
  }
  [[nodiscard]] std::size_t rows_of(std::size_t tile) const noexcept {
    return first_row(tile + 1) - first_row(tile);
  }

  [[nodiscard]] const std::int8_t* codes(std::size_t tile, std::size_t group) const noexcept {
    return codes_.data() + first_row(tile) * weights_.depth() +
           group * weights_.group() * rows_of(tile);
  }
  [[nodiscard]] const std::int32_t* sums(std::size_t tile, std::size_t group) const noexcept {
    return sums_.data() + first_row(tile) * weights_.groups() + group * rows_of(tile);
  }
  /// Null with a scale a row.
  [[nodiscard]] const float* scales(std::size_t tile, std::size_t group) const noexcept {
    return scales_.empty()
               ? nullptr
               : scales_.data() + first_row(tile) * weights_.groups() + group * rows_of(tile);
  }
  /// 1 with a scale a group.
  [[nodiscard]] const float* row_scales(std::size_t tile) const noexcept {
    return row_scales_.data() + first_row(tile);
  }

  /// Quantizes the rows of a tile. `x` has all rows.
  void quantize(matrix_view<const float> x, std::size_t tile, const room& kernels) noexcept {
    const std::size_t height = rows_of(tile), groups = weights_.groups();
    const std::int32_t zero = weights_.zero_points() ? 1 : 1 << (weights_.scheme.bits - 1);
    for (std::size_t r = 0; r < height; ++r) {
      const std::size_t row = first_row(tile) + r;
      const float* values = x.row(row).data();
      activation_scale scale{};
      if (scaling_ == activation_scaling::per_row) {
        scale = scale_for(kernels.largest_magnitude(values, x.cols()));
        row_scales_[row] = scale.scale;
      }
      for (std::size_t g = 0; g < groups; ++g) {
        const std::size_t begin = g * weights_.group();
        const std::size_t length = std::min(weights_.group(), x.cols() - begin);
        const std::size_t place = first_row(tile) * groups + g * height + r;
        if (scaling_ == activation_scaling::per_group) {
          scale = scale_for(kernels.largest_magnitude(values + begin, length));
          scales_[place] = scale.scale;
        }
        // Codes are 0 from the start, where they stay for a fault.
        if (scale.inverse != 0.0f)
          sums_[place] = -zero * kernels.encode(values + begin, length, scale.inverse,
                                     codes_.data() + first_row(tile) * weights_.depth() +
                                         begin * height + 4 * r,
                                     4 * height);
      }
    }
  }

private:
  packed_layout weights_;
  activation_scaling scaling_;
  std::size_t rows_, tiles_;
  std::vector<std::int8_t> codes_;
  std::vector<std::int32_t> sums_;
  std::vector<float> scales_, row_scales_;
};

} // namespace matmul_quantized_rooms

} // namespace tailgate
