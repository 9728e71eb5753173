// GPTQ: quantizes the columns of a layer one after the other and moves what each rounds off into
// the columns that are still to come, so that the outputs on the calibration inputs change least.
//
//   H = mean of x x^T + damping * mean(diag H) * I,     H^-1 = R^T R,  R upper triangular
//   for column i = 0, 1, ...:   e = (w_i - round(w_i)) / R[i, i],   w_j -= e R[i, j] for j > i
//
// This is the optimal brain surgeon's step for each column: row i of R is the row of the inverse
// Hessian of the columns i, i + 1, ... over the root of its diagonal element. Updates are lazy:
// within a block at once, behind it as one matrix product a block. Blocks end where groups end, so
// that a group's grid is chosen from weights that carry all updates before it; the result is that
// of the unblocked algorithm up to rounding.
//
// With activation order, columns are taken by descending diag H. The grids of groups are then set
// beforehand from the stored weights, so that groups stay consecutive inputs ("static groups" of
// other implementations). Inputs that were never active have weight 0, as in the reference.
//
// Needs Eigen 3.4 (CMake target tailgate::eigen); the umbrella leaves this header out. The Cholesky
// factor of H in reverse order is R^-1 in reverse order, so a single one is computed, in double.
// Reference: E. Frantar et al., GPTQ, arXiv 2210.17323; B. Hassibi and D. Stork, NIPS 5 (1992).
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/detail/require_finite.hpp>
#include <tailgate/quant/detail/tensor_grid.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/tier.hpp>
#include <tailgate/quant/uniform_grid.hpp>
#include <vector>

namespace tailgate {

struct gptq_options {
  quant_scheme scheme{4, 128, false};
  clip_search clip = clip_search::none;
  double damping = 0.01;         ///< share of the mean of H's diagonal that is added to it; > 0
  std::size_t block = 128;       ///< most columns between two lazy updates; at least 1
  bool activation_order = false; ///< columns by descending activity instead of from left to right
};

namespace detail {

/// Works on one layer; see gptq().
class gptq_solver {
public:
  gptq_solver(matrix_view<const float> w, const layer_activations& seen,
      const gptq_options& options, std::string_view place)
      : w_(w), seen_(seen), options_(options), place_(place), order_(w.cols()),
        static_grids_(options.activation_order || options.scheme.group == 0) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (options.activation_order)
      std::stable_sort(order_.begin(), order_.end(),
          [&](std::size_t a, std::size_t b) { return activity(a) > activity(b); });
  }

  [[nodiscard]] quantized_matrix solve(executor_ref exec) {
    quantized_matrix out(w_.rows(), w_.cols(), options_.scheme);
    factorize(exec);
    if (options_.scheme.tensor && !w_.empty()) {
      shared_ = tensor_grid(w_, options_.scheme, options_.clip, place_);
      out.set_group(0, 0, shared_.scale_bits(), shared_.zero_point());
    }
    constexpr std::size_t stripe = 64; // rows a piece: its weights stay in the second-level cache
    exec.parallel_for((w_.rows() + stripe - 1) / stripe, [&](std::size_t piece) {
      const std::size_t first = piece * stripe;
      quantize_rows(first, std::min(stripe, w_.rows() - first), out);
    });
    return out;
  }

private:
  using stripe_matrix = Eigen::MatrixXf; // by columns: a column's rows are handled together

  [[nodiscard]] static Eigen::Index at(std::size_t i) noexcept {
    return static_cast<Eigen::Index>(i);
  }
  [[nodiscard]] double activity(std::size_t input) const {
    return seen_.second_moment(input, input);
  }

  /// Makes R. Throws E112, E113.
  void factorize(executor_ref exec) {
    const std::size_t n = w_.cols();
    double trace = 0;
    for (std::size_t k = 0; k < n; ++k)
      trace += activity(k);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (!std::isfinite(seen_.second_moment(i, j)))
          throw argument_error(112, place_,
              "the Hessian's element [" + std::to_string(i) + ", " + std::to_string(j) + "] is " +
                  std::to_string(seen_.second_moment(i, j)) +
                  "; the model overflows on the calibration corpus");
    const double shift =
        options_.damping * trace / static_cast<double>(std::max<std::size_t>(n, 1));
    Eigen::MatrixXd h(at(n), at(n));
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = j; i < n; ++i)
        h(at(i), at(j)) = seen_.second_moment(order_[n - 1 - i], order_[n - 1 - j]);
    for (std::size_t i = 0; i < n; ++i)
      h(at(i), at(i)) =
          (h(at(i), at(i)) == 0 ? 1.0 : h(at(i), at(i))) + shift; // a dead input: any value does
    Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> factor(h);
    if (factor.info() != Eigen::Success)
      throw argument_error(113, place_,
          "the Hessian of " + std::to_string(seen_.tokens) +
              " tokens is not positive definite with damping " + std::to_string(options_.damping) +
              "; take more calibration tokens or more damping");
    inverse_.resize(at(n), at(n));
    constexpr std::size_t width = 64; // columns of the inverse a piece
    exec.parallel_for((n + width - 1) / width, [&](std::size_t piece) {
      const std::size_t first = piece * width, columns = std::min(width, n - first);
      Eigen::MatrixXd x = Eigen::MatrixXd::Zero(at(n - first), at(columns));
      x.topRows(at(columns)).setIdentity();
      h.bottomRightCorner(at(n - first), at(n - first))
          .template triangularView<Eigen::Lower>()
          .solveInPlace(x);
      for (std::size_t i = first; i < n; ++i)
        for (std::size_t j = 0; j < columns; ++j)
          inverse_(at(n - 1 - i), at(n - 1 - first - j)) =
              static_cast<float>(x(at(i - first), at(j)));
    });
  }

  /// The columns from `first` on that are quantized before the next lazy update.
  [[nodiscard]] std::size_t block_end(std::size_t first) const {
    std::size_t last = std::min(first + options_.block, w_.cols());
    if (!static_grids_)
      last = std::min(last, options_.scheme.group_last(first / options_.scheme.group, w_.cols()));
    return last;
  }

  void quantize_rows(std::size_t first_row, std::size_t rows, quantized_matrix& out) const {
    const std::size_t n = w_.cols();
    stripe_matrix w(at(rows), at(n));
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t r = 0; r < rows; ++r)
        w(at(r), at(k)) = activity(order_[k]) == 0 ? 0.0f : w_(first_row + r, order_[k]);
    std::vector<uniform_grid> grids(rows * out.groups());
    if (static_grids_)
      set_static_grids(first_row, rows, grids, out);
    stripe_matrix errors(at(rows), at(std::min(options_.block, n)));
    for (std::size_t first = 0; first < n;) {
      const std::size_t last = block_end(first);
      if (!static_grids_ && first % options_.scheme.group == 0)
        set_group_grids(w, first / options_.scheme.group, first_row, grids, out);
      for (std::size_t k = first; k < last; ++k) {
        const std::size_t input = order_[k];
        const std::size_t g = options_.scheme.group == 0 ? 0 : input / options_.scheme.group;
        auto error = errors.col(at(k - first));
        for (std::size_t r = 0; r < rows; ++r) {
          const uniform_grid& grid = grids[r * out.groups() + g];
          const unsigned code = grid.code(w(at(r), at(k)));
          out.set_code(first_row + r, input, code);
          error(at(r)) = (w(at(r), at(k)) - grid.value(code)) / inverse_(at(k), at(k));
        }
        for (std::size_t j = k + 1; j < last; ++j)
          w.col(at(j)).noalias() -= inverse_(at(k), at(j)) * error;
      }
      w.rightCols(at(n - last)).noalias() -=
          errors.leftCols(at(last - first)) *
          inverse_.block(at(first), at(last), at(last - first), at(n - last));
      first = last;
    }
  }

  /// Grids of all groups from the stored weights.
  void set_static_grids(std::size_t first_row, std::size_t rows, std::vector<uniform_grid>& grids,
      quantized_matrix& out) const {
    const quant_scheme& scheme = options_.scheme;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t g = 0; g < out.groups(); ++g) {
        uniform_grid& grid = grids[r * out.groups() + g];
        grid = shared_;
        if (scheme.tensor)
          continue;
        const std::size_t from = scheme.group_first(g);
        grid = make_grid(scheme,
            w_.row(first_row + r).subspan(from, scheme.group_last(g, w_.cols()) - from),
            options_.clip, place_);
        out.set_group(first_row + r, g, grid.scale_bits(), grid.zero_point());
      }
  }

  /// Grids of group g from the weights as they are now.
  void set_group_grids(const stripe_matrix& w, std::size_t g, std::size_t first_row,
      std::vector<uniform_grid>& grids, quantized_matrix& out) const {
    const std::size_t from = options_.scheme.group_first(g);
    std::vector<float> group(options_.scheme.group_last(g, w_.cols()) - from);
    for (std::size_t r = 0; r < static_cast<std::size_t>(w.rows()); ++r) {
      for (std::size_t i = 0; i < group.size(); ++i)
        group[i] = w(at(r), at(from + i));
      uniform_grid& grid = grids[r * out.groups() + g];
      grid = make_grid(options_.scheme, group, options_.clip, place_);
      out.set_group(first_row + r, g, grid.scale_bits(), grid.zero_point());
    }
  }

  matrix_view<const float> w_;
  const layer_activations& seen_;
  const gptq_options& options_;
  std::string_view place_;
  std::vector<std::size_t> order_; // the input that is quantized as the k-th
  bool static_grids_;
  uniform_grid shared_; // of a scheme with one scale for the matrix
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> inverse_; // R, upper part
};

} // namespace detail

/// Quantizes `w` (N x K) for the inputs that calibration saw. `place` is the layer's name.
/// Throws argument_error E104 (a weight not finite), E105, E108, E112 (Hessian not finite), E113
/// (not positive definite), E114 (options out of range), shape_error E109, and what check_scheme
/// throws. The same codes for any executor; a build for another instruction set may round a tie
/// otherwise. Cost: N K^2 + K^3 multiplications, 12 K^2 bytes.
[[nodiscard]] inline quantized_matrix gptq(matrix_view<const float> w,
    const layer_activations& activations, const gptq_options& options, executor_ref exec = {},
    std::string_view place = "gptq") {
  if (!(options.damping > 0) || !std::isfinite(options.damping) || options.block == 0)
    throw argument_error(114, place,
        "damping is " + std::to_string(options.damping) + " and the block " +
            std::to_string(options.block) + "; damping must be above 0, the block at least 1");
  check_scheme(options.scheme);
  detail::require_finite(w, place);
  const layer_activations& seen = require_activations(&activations, w.cols(), place);
  return detail::gptq_solver(w, seen, options, place).solve(exec);
}

/// "gptq-int4-g128", with "-actorder" and "-mse" where they are chosen.
struct gptq_tier {
  gptq_options options;

  [[nodiscard]] std::string name() const {
    return "gptq-" + options.scheme.name() + (options.activation_order ? "-actorder" : "") +
           (options.clip == clip_search::squared_error ? "-mse" : "");
  }
  [[nodiscard]] static constexpr bool needs_calibration() noexcept { return true; }
  [[nodiscard]] quantized_layer quantize(const layer_to_quantize& layer, executor_ref exec) const {
    return gptq(layer.weights,
        require_activations(layer.activations, layer.weights.cols(), layer.name), options, exec,
        layer.name);
  }
};

} // namespace tailgate
