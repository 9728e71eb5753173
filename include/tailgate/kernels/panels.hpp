// fp32 weights packed for multiplication: panels of 16 output columns, k after k.
//
//   W is N x K (a linear layer's weight: one row an output).   Panel p holds outputs 16p .. 16p+15:
//
//        k = 0                      k = 1                             k = K-1
//     +--------------------------+--------------------------+-----+--------------------------+
//     | W[16p,0] ... W[16p+15,0] | W[16p,1] ... W[16p+15,1] | ... | W[16p,K-1] ...           |
//     +--------------------------+--------------------------+-----+--------------------------+
//      64 bytes, one zmm register
//
// Outputs beyond N in the last panel are zero. Packing costs one pass over W and 4 bytes a weight
// (N rounded up to 16); it pays as soon as a matrix is used more than a few times.
#pragma once

#include <cstddef>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/kernels/aligned_array.hpp>

namespace tailgate {

inline constexpr std::size_t panel_width = 16;

/// A packed N x K matrix of fp32. Movable; the source may go after packing.
class packed_f32 {
public:
  packed_f32() = default;

  /// Packs `w`, N x K with any row stride. No value is refused: NaN and Inf stay what they are.
  explicit packed_f32(matrix_view<const float> w)
      : outputs_(w.rows()), inputs_(w.cols()), data_(panels() * inputs_ * panel_width) {
    for (std::size_t n = 0; n < outputs_; ++n) {
      float* panel = data_.data() + n / panel_width * inputs_ * panel_width + n % panel_width;
      const auto row = w.row(n);
      for (std::size_t k = 0; k < inputs_; ++k)
        panel[k * panel_width] = row[k];
    }
  }

  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; } ///< N
  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }   ///< K
  [[nodiscard]] std::size_t panels() const noexcept {
    return (outputs_ + panel_width - 1) / panel_width;
  }
  [[nodiscard]] const float* data() const noexcept { return data_.data(); }

private:
  std::size_t outputs_ = 0;
  std::size_t inputs_ = 0;
  aligned_array<float> data_;
};

} // namespace tailgate
