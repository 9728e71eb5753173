// How much a change of a layer's weights changes its outputs, from the second moment S of its
// inputs:
//
//   mean over tokens of (delta . x)^2  =  delta S delta^T        for each row delta of the change
//
// Exact for the tokens that S was gathered from, without keeping any of them.
#pragma once

#include <array>
#include <cstddef>
#include <tailgate/core/matrix_view.hpp>
#include <vector>

namespace tailgate::detail {

/// Four rows of changes at a time, padded with zeros to whole tiles of inputs.
class output_error {
public:
  static constexpr std::size_t rows = 4, tile = 8;

  /// Copies S (K x K, symmetric) as floats.
  explicit output_error(matrix_view<const double> second_moment)
      : padded_((second_moment.cols() + tile - 1) / tile * tile), moment_(padded_ * padded_) {
    for (std::size_t i = 0; i < second_moment.rows(); ++i)
      for (std::size_t j = 0; j < second_moment.cols(); ++j)
        moment_[panel(j) + i * tile + j % tile] = static_cast<float>(second_moment(i, j));
  }

  /// The distance between rows of changes.
  [[nodiscard]] std::size_t padded() const noexcept { return padded_; }

  /// Room for four rows of changes, all zero.
  [[nodiscard]] std::vector<float> no_change() const { return std::vector<float>(rows * padded_); }

  /// The error of each row that changes the inputs [first, last) only. `first` is a multiple of 8;
  /// `last` is one too or K. Cost: 2 (last - first)^2 multiplications.
  [[nodiscard]] std::array<double, rows> of(
      const std::vector<float>& change, std::size_t first, std::size_t last) const noexcept {
    std::array<double, rows> total{};
    for (std::size_t j = first; j < last; j += tile) {
      block_sums above{}, diagonal{};
      add_products(change, first, j, j, above); // the part below the diagonal is the same again
      add_products(change, j, j + tile, j, diagonal);
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t b = 0; b < tile; ++b)
          total[r] += double{change[r * padded_ + j + b]} *
                      (2 * double{above[r][b]} + double{diagonal[r][b]});
    }
    return total;
  }

private:
  using block_sums = std::array<std::array<float, tile>, rows>;

  /// sums[r][b] += change[r][i] S[i][j + b] for i in [from, to).
  void add_products(const std::vector<float>& change, std::size_t from, std::size_t to,
      std::size_t j, block_sums& sums) const noexcept {
    block_sums local = sums;
    for (std::size_t i = from; i < to; ++i) {
      const float* const moment = moment_.data() + panel(j) + i * tile;
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t b = 0; b < tile; ++b)
          local[r][b] += change[r * padded_ + i] * moment[b];
    }
    sums = local;
  }

  /// Where the panel of column j begins: the columns of a tile, row after row.
  [[nodiscard]] std::size_t panel(std::size_t j) const noexcept {
    return j / tile * tile * padded_;
  }

  std::size_t padded_;
  std::vector<float> moment_; // in panels, so that a tile's rows are next to each other
};

} // namespace tailgate::detail
