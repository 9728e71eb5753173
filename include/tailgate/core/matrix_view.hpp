// A non-owning, row-major view of a matrix with any row stride.
//
//            cols
//        +---------+........   element (i, j) is data[i * stride + j];
//   rows |  view   |  gap  :   the gap of stride - cols elements is never read or written
//        +---------+........
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <type_traits>

namespace tailgate {

template <class T>
class matrix_view {
public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;

  constexpr matrix_view() = default;

  /// A view of `rows` x `cols` elements at `data`, which the caller owns and keeps alive.
  /// `stride` is the distance between rows in elements, at least `cols`.
  /// Throws shape_error E010 (stride too small) or argument_error E011 (null with elements).
  constexpr matrix_view(T* data, std::size_t rows, std::size_t cols, std::size_t stride)
      : data_(data), rows_(rows), cols_(cols), stride_(stride) {
    if (stride < cols)
      throw shape_error(10, "matrix_view",
          "stride " + std::to_string(stride) + " is less than cols " + std::to_string(cols) +
              "; pass the distance between row starts in elements");
    if (data == nullptr && rows * cols != 0)
      throw argument_error(11, "matrix_view",
          "data is null for " + std::to_string(rows) + "x" + std::to_string(cols) + " elements");
  }

  /// A dense view: stride == cols.
  constexpr matrix_view(T* data, std::size_t rows, std::size_t cols)
      : matrix_view(data, rows, cols, cols) {}

  /// A view of mutable elements converts to a view of const ones.
  template <class U>
  requires(!std::is_same_v<U, T> && std::is_same_v<const U, T>) constexpr matrix_view(
      const matrix_view<U>& other)
      : data_(other.data()), rows_(other.rows()), cols_(other.cols()), stride_(other.stride()) {}

  [[nodiscard]] constexpr T* data() const noexcept { return data_; }
  [[nodiscard]] constexpr std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] constexpr std::size_t cols() const noexcept { return cols_; }
  [[nodiscard]] constexpr std::size_t stride() const noexcept { return stride_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return rows_ == 0 || cols_ == 0; }

  /// Row i as a span of cols() elements; i < rows() is the caller's duty.
  [[nodiscard]] constexpr std::span<T> row(std::size_t i) const noexcept {
    return {data_ + i * stride_, cols_};
  }
  [[nodiscard]] constexpr T& operator()(std::size_t i, std::size_t j) const noexcept {
    return data_[i * stride_ + j];
  }

  /// Rows [first, first + count). Throws shape_error E012 when they are not all there.
  [[nodiscard]] constexpr matrix_view rows_from(std::size_t first, std::size_t count) const {
    if (first > rows_ || count > rows_ - first)
      throw shape_error(12, "matrix_view",
          "rows [" + std::to_string(first) + ", " + std::to_string(first) + " + " +
              std::to_string(count) + ") are not within " + std::to_string(rows_) + " rows");
    return {data_ + first * stride_, count, cols_, stride_};
  }

private:
  T* data_ = nullptr;
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::size_t stride_ = 0;
};

/// "64x128", for messages.
template <class T>
[[nodiscard]] std::string shape_text(const matrix_view<T>& m) {
  return std::to_string(m.rows()) + "x" + std::to_string(m.cols());
}

} // namespace tailgate
