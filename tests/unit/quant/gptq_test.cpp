#include "planted_layer.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numeric>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/quant/gptq.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

using namespace tailgate;

/// Inverse by Gauss-Jordan elimination with pivoting, n x n.
std::vector<double> inverse(std::vector<double> a, std::size_t n) {
  std::vector<double> b(n * n);
  for (std::size_t i = 0; i < n; ++i)
    b[i * n + i] = 1;
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c; r < n; ++r)
      if (std::fabs(a[r * n + c]) > std::fabs(a[pivot * n + c]))
        pivot = r;
    const double p = a[pivot * n + c];
    for (std::size_t k = 0; k < n; ++k) {
      std::swap(a[c * n + k], a[pivot * n + k]);
      std::swap(b[c * n + k], b[pivot * n + k]);
      a[c * n + k] /= p;
      b[c * n + k] /= p;
    }
    for (std::size_t r = 0; r < n; ++r) {
      const double f = r == c ? 0 : a[r * n + c];
      for (std::size_t k = 0; k < n; ++k) {
        a[r * n + k] -= f * a[c * n + k];
        b[r * n + k] -= f * b[c * n + k];
      }
    }
  }
  return b;
}

/// The optimal brain surgeon, one column after the other: the Hessian of the columns that are left
/// is inverted from scratch at each step, and all of them take the update at once.
std::vector<unsigned> step_by_step(const planted_layer& layer, const gptq_options& options) {
  const std::size_t n = layer.outputs, k = layer.inputs;
  const quant_scheme& scheme = options.scheme;
  std::vector<double> w(layer.weights.begin(), layer.weights.end());
  double mean_diagonal = 0;
  for (std::size_t i = 0; i < k; ++i)
    mean_diagonal += layer.means.second_moment[i * k + i] / static_cast<double>(k);
  std::vector<std::size_t> left(k);
  std::iota(left.begin(), left.end(), std::size_t{0});
  if (options.activation_order)
    std::stable_sort(left.begin(), left.end(), [&](std::size_t a, std::size_t b) {
      return layer.means.second_moment[a * k + a] > layer.means.second_moment[b * k + b];
    });
  const auto grid_of = [&](std::size_t row, std::size_t g, const std::vector<double>& from) {
    std::vector<float> group;
    for (std::size_t i = scheme.group_first(g); i < scheme.group_last(g, k); ++i)
      group.push_back(static_cast<float>(from[row * k + i]));
    return make_grid(scheme, group, options.clip, "");
  };
  const std::vector<double> stored = w;
  std::vector<unsigned> codes(n * k);
  std::vector<uniform_grid> grids(n);
  while (!left.empty()) {
    const std::size_t m = left.size(), q = left.front();
    std::vector<double> h(m * m);
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < m; ++j)
        h[i * m + j] = layer.means.second_moment[left[i] * k + left[j]] +
                       (i == j ? options.damping * mean_diagonal : 0.0);
    h = inverse(h, m);
    const std::size_t g = scheme.group == 0 ? 0 : q / scheme.group;
    for (std::size_t row = 0; row < n; ++row) {
      if (options.activation_order || scheme.group == 0)
        grids[row] = grid_of(row, g, stored);
      else if (q % scheme.group == 0)
        grids[row] = grid_of(row, g, w);
      const unsigned code = grids[row].code(static_cast<float>(w[row * k + q]));
      codes[row * k + q] = code;
      const double error = w[row * k + q] - double{grids[row].value(code)};
      for (std::size_t i = 0; i < m; ++i)
        w[row * k + left[i]] -= error / h[0] * h[i];
    }
    left.erase(left.begin());
  }
  return codes;
}

std::vector<unsigned> codes_of(const quantized_matrix& q) {
  std::vector<unsigned> codes;
  codes.reserve(q.outputs() * q.inputs());
  for (std::size_t n = 0; n < q.outputs(); ++n)
    for (std::size_t k = 0; k < q.inputs(); ++k)
      codes.push_back(q.code(n, k));
  return codes;
}

quantized_matrix run(
    const planted_layer& layer, const gptq_options& options, executor_ref exec = {}) {
  return gptq(layer.view(), layer.activations, options, exec, "model.layers.0.mlp.up_proj");
}

} // namespace

TEST_CASE("GPTQ gives the codes of the surgeon's steps done one by one") {
  const planted_layer layer(6, 40);
  const auto plain = codes_of(round_to_nearest(layer.view(), {4, 16, false}));
  for (const bool ordered : {false, true})
    for (const quant_scheme scheme : {quant_scheme{4, 16, false}, quant_scheme{3, 0, true}}) {
      gptq_options options{scheme, clip_search::none, 0.01, 128, ordered};
      const auto expected = step_by_step(layer, options);
      for (const std::size_t block : {std::size_t{128}, std::size_t{7}, std::size_t{1}}) {
        options.block = block;
        CHECK(codes_of(run(layer, options)) == expected);
      }
      CHECK(expected != plain);
    }
  gptq_options clipped{{3, 8, false}, clip_search::squared_error, 0.05, 8, false};
  CHECK(codes_of(run(layer, clipped)) == step_by_step(layer, clipped));
}

TEST_CASE("GPTQ beats round to nearest on outputs for held-out inputs") {
  const planted_layer layer(48, 128);
  for (const quant_scheme scheme :
      {quant_scheme{4, 32, false}, quant_scheme{3, 64, false}, quant_scheme{4, 0, true}}) {
    const double nearest = layer.output_error(round_to_nearest(layer.view(), scheme));
    gptq_options options{scheme, clip_search::none, 0.01, 128, false};
    const double plain = layer.output_error(run(layer, options));
    options.activation_order = true;
    const double ordered = layer.output_error(run(layer, options));
    MESSAGE(scheme.name() << ": nearest " << nearest << ", gptq " << plain << ", by activity "
                          << ordered);
    CHECK(plain < 0.6 * nearest);
    CHECK(ordered < 0.6 * nearest);
  }
}

TEST_CASE("GPTQ is the same for any number of threads, and takes one scale for the matrix") {
  const planted_layer layer(150, 64);
  tbb_executor two(2);
  const gptq_options options{{4, 32, false}, clip_search::none, 0.01, 16, false};
  CHECK(codes_of(run(layer, options)) == codes_of(run(layer, options, two)));
  const gptq_options tensor{{8, 0, true, true}, clip_search::none, 0.01, 16, false};
  const quantized_matrix q = run(layer, tensor, two);
  CHECK(q.scale(0, 0) == q.scale(149, 0));
  CHECK(q.bits_per_weight() == 8 + 16.0 / (150 * 64));
  CHECK(layer.output_error(q) < layer.output_error(round_to_nearest(layer.view(), tensor.scheme)));
}

TEST_CASE("dead inputs get weight 0 and do no harm to the others") {
  planted_layer layer(8, 32);
  layer.silence(9);
  for (const bool ordered : {false, true}) {
    const auto q = run(layer, {{4, 8, false}, clip_search::none, 0.01, 128, ordered});
    std::vector<float> row(32);
    double error = 0;
    for (std::size_t n = 0; n < 8; ++n) {
      q.dequantize_row(n, row);
      CHECK(row[9] == 0.0f);
      for (std::size_t k = 0; k < 32; ++k)
        error =
            std::max(error, k == 9 ? 0.0 : std::fabs(double{row[k]} - double{layer.view()(n, k)}));
    }
    CHECK(error < 0.1); // the largest weight is 0.1, a step 0.013
  }
  for (double& s : layer.means.second_moment)
    s = 0; // nothing is active: every weight is 0
  std::vector<float> row(32);
  run(layer, {}).dequantize_row(3, row);
  CHECK(row == std::vector<float>(32));
}

TEST_CASE("GPTQ refuses what it cannot work on, naming the layer") {
  const auto fails = [](planted_layer& layer, const gptq_options& options, const char* text) {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(run(layer, options)), doctest::Contains(text), tailgate::error);
  };
  planted_layer layer(4, 16);
  fails(layer, {{4, 0, true}, clip_search::none, 0.0, 128, false},
      "[tailgate.E114] model.layers.0.mlp.up_proj: damping is 0");
  fails(layer, {{4, 0, true}, clip_search::none, 0.01, 0, false}, "tailgate.E114");
  fails(layer, {{5, 0, true}, clip_search::none, 0.01, 1, false}, "tailgate.E100");
  layer.activations.tokens = 127;
  fails(layer, {}, "[tailgate.E108] model.layers.0.mlp.up_proj: 127 calibration tokens");
  layer.activations.tokens = 512;
  layer.means.second_moment[3 * 16 + 4] = layer.means.second_moment[4 * 16 + 3] = 1e6;
  fails(layer, {}, "[tailgate.E113] model.layers.0.mlp.up_proj");
  layer.means.second_moment[3 * 16 + 4] = std::numeric_limits<double>::quiet_NaN();
  fails(
      layer, {}, "[tailgate.E112] model.layers.0.mlp.up_proj: the Hessian's element [3, 4] is nan");
  layer.weights[17] = std::numeric_limits<float>::infinity();
  fails(layer, {}, "[tailgate.E104] model.layers.0.mlp.up_proj: weight [1, 1] is inf");
  CHECK_THROWS_WITH_AS(
      static_cast<void>(gptq_tier{}.quantize({"lm_head", layer.view(), nullptr, {}}, {})),
      doctest::Contains("[tailgate.E107] lm_head"), tailgate::argument_error);
  const planted_layer wider(4, 24);
  CHECK_THROWS_WITH_AS(static_cast<void>(gptq(layer.view(), wider.activations, {})),
      doctest::Contains("tailgate.E104"), tailgate::argument_error);
  layer.weights[17] = 0;
  CHECK_THROWS_WITH_AS(static_cast<void>(gptq(layer.view(), wider.activations, {})),
      doctest::Contains("tailgate.E109"), tailgate::shape_error);
}
