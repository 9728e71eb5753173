// Tokens whose embedding training has hardly moved: a model may answer anything to them, at any
// precision, and quantization error is a large share of what little their embedding holds.
//
// Indicators, all small for an under-trained token:
//
//   norm                |e_i|, the L2 norm of its row: weight decay shrinks what no gradient renews
//                       (input embeddings that are not tied to the output)
//   distance_to_unused  |e_i - u|, where u is the mean row of tokens known to be unused
//   cosine_to_unused    1 - cos(e_i, u): for output or tied embeddings, whose unused rows all end
//                       in one direction
//
// The indicator ranks, and a rule of strata/low_outliers.hpp sets the threshold: the robust z-score
// of 3.5 unless asked otherwise. The paper has no fixed threshold; it verifies the lowest 2 % by
// prompting, which lowest_share(0.02) lists. A flagged token is a candidate, not a finding. The
// principal component that the paper removes before the cosine is left in.
//
// Reference: S. Land, M. Bartolo, Fishing for Magikarp: Automatically Detecting Under-trained
// Tokens in Large Language Models, EMNLP 2024, arXiv:2405.05417, section 2.2.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/low_outliers.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What an embedding is judged by.
enum class embedding_indicator { norm, distance_to_unused, cosine_to_unused };

struct under_trained_options {
  embedding_indicator indicator = embedding_indicator::norm;
  low_outlier_rule rule = low_outlier_rule::robust_z();
  std::span<const token_id> unused; ///< known to be unused; at least one unless by norm
};

struct under_trained_tokens {
  std::vector<double> indicator; ///< of every token
  estimate<double> threshold;    ///< undefined as low_outlier_rule::threshold; nothing is flagged
  std::vector<token_id> flagged; ///< with an indicator of at most the threshold, in order
};

/// Finds them in an embedding of vocabulary x width, row i that of token i.
///
/// Throws argument_error E281, naming the first row that holds NaN or infinity (or, for the cosine,
/// only zeros, as may the mean of the unused rows), and E283 when the indicator needs unused tokens
/// and there are none, or one is outside the vocabulary. Sums are in double, in the order of the
/// columns: the same for any executor. O(elements); 8 bytes a token and a row.
[[nodiscard]] inline under_trained_tokens find_under_trained_tokens(
    matrix_view<const float> embedding, const under_trained_options& options = {},
    executor_ref executor = {});

namespace detail {

/// The mean of the rows. Throws E283.
[[nodiscard]] inline std::vector<double> mean_of_rows(
    matrix_view<const float> embedding, std::span<const token_id> rows) {
  if (rows.empty())
    throw argument_error(283, "find_under_trained_tokens",
        "the indicator is a distance to unused tokens and none is named; name some, or use the "
        "norm");
  std::vector<double> mean(embedding.cols());
  for (const token_id id : rows) {
    if (id < 0 || static_cast<std::size_t>(id) >= embedding.rows())
      throw argument_error(283, "find_under_trained_tokens",
          "the unused token " + std::to_string(id) + " is outside an embedding of " +
              shape_text(embedding) + "; its rows are the tokens");
    const auto row = embedding.row(static_cast<std::size_t>(id));
    for (std::size_t j = 0; j < mean.size(); ++j)
      mean[j] += static_cast<double>(row[j]);
  }
  for (double& x : mean)
    x /= static_cast<double>(rows.size());
  return mean;
}

/// `reference` is empty for the norm.
[[nodiscard]] inline double indicator_of(
    std::span<const float> row, std::span<const double> reference, embedding_indicator kind) {
  double squares = 0, product = 0, reference_squares = 0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    const auto x = static_cast<double>(row[j]);
    if (kind == embedding_indicator::cosine_to_unused) {
      product += x * reference[j];
      reference_squares += reference[j] * reference[j];
    }
    const double d = kind == embedding_indicator::distance_to_unused ? x - reference[j] : x;
    squares += d * d;
  }
  if (kind == embedding_indicator::cosine_to_unused)
    return 1 - product / (std::sqrt(squares) * std::sqrt(reference_squares)); // 0/0 is NaN: refused
  return std::sqrt(squares);
}

} // namespace detail

inline under_trained_tokens find_under_trained_tokens(matrix_view<const float> embedding,
    const under_trained_options& options, executor_ref executor) {
  std::vector<double> reference;
  if (options.indicator != embedding_indicator::norm)
    reference = detail::mean_of_rows(embedding, options.unused);
  under_trained_tokens result;
  result.indicator.resize(embedding.rows());
  constexpr std::size_t block = 256;
  executor.parallel_for((embedding.rows() + block - 1) / block, [&](std::size_t b) {
    const std::size_t end = std::min(embedding.rows(), (b + 1) * block);
    for (std::size_t i = b * block; i < end; ++i)
      result.indicator[i] = detail::indicator_of(embedding.row(i), reference, options.indicator);
  });
  for (std::size_t i = 0; i < embedding.rows(); ++i)
    if (!std::isfinite(result.indicator[i]))
      throw argument_error(281, "find_under_trained_tokens",
          "row " + std::to_string(i) + " of " + shape_text(embedding) +
              " has no finite indicator: NaN or infinity in it or in an unused row, or only zeros "
              "for the cosine; check the weights");
  result.threshold = options.rule.threshold(result.indicator);
  if (!result.threshold)
    return result;
  const double threshold = result.threshold.value();
  result.flagged.reserve(static_cast<std::size_t>(std::count_if(
      result.indicator.begin(), result.indicator.end(), [&](double x) { return x <= threshold; })));
  for (std::size_t i = 0; i < result.indicator.size(); ++i)
    if (result.indicator[i] <= threshold)
      result.flagged.push_back(static_cast<token_id>(i));
  return result;
}

} // namespace tailgate
