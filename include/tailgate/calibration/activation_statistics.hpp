// Statistics of what a linear layer reads: a mean magnitude, a largest magnitude for each input,
// and the second moment of the inputs together (half of GPTQ's Hessian).
//
//   for each token x:   magnitude[k] += |x_k|,   largest[k] = max(., |x_k|),   gram[j, k] += x_j
//   x_k
//
// Streaming: tokens are added as they come and none is kept. Every sum is one chain in the order of
// tokens, in double, where the product of two floats is exact; so the result has the same bits
// however the tokens are cut into calls, for any number of threads and any instruction set.
// Mergeable: statistics of parts of a corpus are added up. The sums of parts are rounded, so that a
// merged result depends on where the parts were cut and in which order they were merged, by
// roundings only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/layer_activations.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What quantizers read, by value. Movable; view() is good as long as this is.
struct activation_means {
  std::size_t tokens = 0;
  std::vector<double> mean_magnitude;
  std::vector<double> largest_magnitude;
  std::vector<double> second_moment; ///< K x K

  [[nodiscard]] layer_activations view() const {
    const std::size_t inputs = mean_magnitude.size();
    return {tokens, mean_magnitude, largest_magnitude, {second_moment.data(), inputs, inputs}};
  }
};

class activation_statistics {
public:
  /// No tokens yet. `layer` names the layer in errors. Allocates 8 K^2 bytes.
  explicit activation_statistics(std::size_t inputs, std::string layer = "activation_statistics")
      : layer_(std::move(layer)), inputs_(inputs), padded_((inputs + tile - 1) / tile * tile),
        magnitude_(inputs), largest_(inputs), gram_(padded_ * padded_) {}

  /// Adds the tokens in the rows of `x` (T x K). Throws shape_error E400 for another number of
  /// columns and argument_error E401 for a value that is not finite; then nothing has changed.
  /// Cost: T K^2 / 2 multiplications.
  void add(matrix_view<const float> x, executor_ref exec = {}) {
    check(x);
    std::vector<double> values(chunk * padded_); // in panels of `tile` inputs, token after token
    for (std::size_t first = 0; first < x.rows(); first += chunk) {
      const std::size_t rows = std::min(chunk, x.rows() - first);
      for (std::size_t t = 0; t < rows; ++t)
        for (std::size_t k = 0; k < inputs_; ++k) {
          const double value = double{x(first + t, k)};
          values[panel(k) + t * tile + k % tile] = value;
          magnitude_[k] += std::fabs(value);
          largest_[k] = std::max(largest_[k], std::fabs(value));
        }
      constexpr std::size_t stripe = 8 * tile; // rows of the Gram matrix a piece
      exec.parallel_for((padded_ + stripe - 1) / stripe, [&](std::size_t piece) {
        const std::size_t last = std::min(padded_, (piece + 1) * stripe);
        for (std::size_t i = piece * stripe; i < last; i += tile)
          for (std::size_t j = i; j < padded_; j += tile)
            add_tile(values, rows, i, j);
      });
    }
    tokens_ += x.rows();
  }

  /// Adds the statistics of other tokens at the same layer. Throws shape_error E400.
  void merge(const activation_statistics& other) {
    if (other.inputs_ != inputs_)
      throw shape_error(400, layer_,
          "statistics of " + std::to_string(other.inputs_) + " inputs merged into those of " +
              std::to_string(inputs_) + "; merge statistics of one layer");
    tokens_ += other.tokens_;
    for (std::size_t k = 0; k < inputs_; ++k) {
      magnitude_[k] += other.magnitude_[k];
      largest_[k] = std::max(largest_[k], other.largest_[k]);
    }
    for (std::size_t i = 0; i < gram_.size(); ++i)
      gram_[i] += other.gram_[i];
  }

  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
  [[nodiscard]] std::size_t tokens() const noexcept { return tokens_; }
  [[nodiscard]] const std::string& layer() const noexcept { return layer_; }

  /// The means over all tokens. Throws incomplete_error E402 when there are none. Copies 8 K^2
  /// bytes.
  [[nodiscard]] activation_means means() const {
    if (tokens_ == 0)
      throw incomplete_error(
          402, layer_, "no calibration token reached this layer; add some before asking for means");
    const auto count = static_cast<double>(tokens_);
    activation_means out{tokens_, magnitude_, largest_, std::vector<double>(inputs_ * inputs_)};
    for (double& m : out.mean_magnitude)
      m /= count;
    for (std::size_t i = 0; i < inputs_; ++i)
      for (std::size_t j = i; j < inputs_; ++j)
        out.second_moment[i * inputs_ + j] = out.second_moment[j * inputs_ + i] =
            gram_[i * padded_ + j] / count;
    return out;
  }

private:
  static constexpr std::size_t tile = 4;
  static constexpr std::size_t chunk = 64; // tokens; two panels of doubles stay in the first cache

  /// Where the panel of input k begins.
  [[nodiscard]] static constexpr std::size_t panel(std::size_t k) noexcept {
    return k / tile * tile * chunk;
  }

  void check(matrix_view<const float> x) const {
    if (x.cols() != inputs_)
      throw shape_error(400, layer_,
          "activations " + shape_text(x) + " for a layer of " + std::to_string(inputs_) +
              " inputs; pass one row a token");
    for (std::size_t t = 0; t < x.rows(); ++t)
      for (std::size_t k = 0; k < inputs_; ++k)
        if (!std::isfinite(x(t, k)))
          throw argument_error(401, layer_,
              "the activation of input " + std::to_string(k) + " at token " + std::to_string(t) +
                  " of this call is " + std::to_string(x(t, k)) +
                  "; the model is damaged or overflows on this text");
  }

  /// A tile x tile part of the Gram matrix, on or above the diagonal, kept in registers.
  void add_tile(
      const std::vector<double>& values, std::size_t rows, std::size_t i, std::size_t j) noexcept {
    std::array<std::array<double, tile>, tile> sums;
    for (std::size_t a = 0; a < tile; ++a)
      for (std::size_t b = 0; b < tile; ++b)
        sums[a][b] = gram_[(i + a) * padded_ + j + b];
    const double* left = values.data() + panel(i);
    const double* right = values.data() + panel(j);
    for (std::size_t t = 0; t < rows; ++t, left += tile, right += tile)
      for (std::size_t a = 0; a < tile; ++a)
        for (std::size_t b = 0; b < tile; ++b)
          sums[a][b] += left[a] * right[b];
    for (std::size_t a = 0; a < tile; ++a)
      for (std::size_t b = 0; b < tile; ++b)
        gram_[(i + a) * padded_ + j + b] = sums[a][b];
  }

  std::string layer_;
  std::size_t inputs_;
  std::size_t padded_; // inputs_ rounded up to whole tiles; the rest stays 0
  std::size_t tokens_ = 0;
  std::vector<double> magnitude_;
  std::vector<double> largest_;
  std::vector<double> gram_; // padded_ x padded_, tiles on and above the diagonal
};

} // namespace tailgate
