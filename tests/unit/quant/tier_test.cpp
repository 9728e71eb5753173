#include "planted_layer.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/quant/awq.hpp>
#include <tailgate/quant/block_format.hpp>
#include <tailgate/quant/fp8_e4m3.hpp>
#include <tailgate/quant/fp8_e5m2.hpp>
#include <tailgate/quant/gguf/q4_0.hpp>
#include <tailgate/quant/gguf/q6_k.hpp>
#include <tailgate/quant/mxfp4.hpp>
#include <tailgate/quant/mxint8.hpp>
#include <tailgate/quant/nf4.hpp>
#include <tailgate/quant/outlier_columns.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/scaled_elements.hpp>
#include <tailgate/quant/smooth_quant.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace {

using namespace tailgate;

struct expectation {
  any_tier tier;
  const char* name;
  double bits;
  double error; // root mean square of the weights' change over that of the weights, at most
};

/// A format of one's own: one type is all it takes.
struct sign_tier {
  struct signs {
    std::size_t n, k;
    [[nodiscard]] std::size_t outputs() const { return n; }
    [[nodiscard]] std::size_t inputs() const { return k; }
    [[nodiscard]] static double bits_per_weight() { return 1; }
    static void dequantize_row(std::size_t, std::span<float> out) {
      for (float& w : out)
        w = 0.04f;
    }
  };
  [[nodiscard]] static const char* name() { return "signs"; }
  [[nodiscard]] static bool needs_calibration() { return false; }
  [[nodiscard]] static quantized_layer quantize(const layer_to_quantize& layer, executor_ref) {
    return signs{layer.weights.rows(), layer.weights.cols()};
  }
};
static_assert(tier<sign_tier> && tier<any_tier> && !tier<quant_scheme>);
static_assert(decodable_weights<quantized_matrix> && decodable_weights<quantized_layer>);

} // namespace

TEST_CASE("every tier: its name, its bits, an error of its size; bad weights refused by layer") {
  // 16 x 256 weights with a triangular distribution on [-0.1, 0.1].
  planted_layer layer(16, 256, 200);
  const double inputs = 256, weights = 16 * 256;
  const std::vector<expectation> tiers{
      {rounding_tier{{8, 0, true}}, "int8", 8 + 16 / inputs, 0.008},
      {rounding_tier{{4, 128, false}, clip_search::squared_error}, "int4-g128-mse", 4 + 20.0 / 128,
          0.1},
      {rounding_tier{{3, 64, true}}, "int3-g64-sym", 3 + 16.0 / 64, 0.25},
      {rounding_tier{{2, 32, false}}, "int2-g32", 2 + 18.0 / 32, 0.5},
      {rounding_tier{{8, 0, false, true}}, "int8-tensor-asym", 8 + 24 / weights, 0.008},
      {element_tier<fp8_e4m3>{}, "fp8-e4m3", 8 + 32 / inputs, 0.03},
      {element_tier<fp8_e4m3>{scale_granularity::tensor}, "fp8-e4m3-tensor", 8 + 32 / weights,
          0.03},
      {element_tier<fp8_e5m2>{}, "fp8-e5m2", 8 + 32 / inputs, 0.06},
      {block_tier<mxfp4>{}, "mxfp4", 4.25, 0.15}, {block_tier<mxint8>{}, "mxint8", 8.25, 0.01},
      {block_tier<gguf::q4_0>{}, "q4_0", 4.5, 0.12},
      {block_tier<gguf::q6_k>{}, "q6_k", 6.5625, 0.025},
      {nf4_tier{}, "nf4", 4 + (8 * 64 + 32 + 32) / weights, 0.12},
      {awq_tier{{{4, 64, false}, true, false}}, "awq-int4-g64-noclip",
          4 + 20.0 / 64 + 16 * inputs / weights, 0.2}, // trades weights' error for outputs'
      {smooth_quant_tier{}, "smoothquant-int8", 8 + 16 / inputs + 16 * inputs / weights, 0.02},
      {outlier_tier{{8, 0, true}, 1e9}, "int8-outliers", 8 + 16 / inputs, 0.008},
      {sign_tier{}, "signs", 1, 2}};
  double power = 0;
  for (const float w : layer.weights)
    power += double{w} * double{w};
  std::vector<float> row(256);
  for (const expectation& e : tiers) {
    CAPTURE(e.name);
    CHECK(e.tier.name() == e.name);
    const quantized_layer q = e.tier.quantize(layer.layer());
    CHECK(q.bits_per_weight() == doctest::Approx(e.bits).epsilon(1e-12));
    CHECK(q.outputs() == 16);
    double error = 0;
    for (std::size_t n = 0; n < 16; ++n) {
      q.dequantize_row(n, row);
      for (std::size_t k = 0; k < 256; ++k)
        error += std::pow(double{row[k]} - double{layer.view()(n, k)}, 2);
    }
    CHECK(std::sqrt(error / power) < e.error);
    CHECK(std::sqrt(error / power) > e.error / 4); // not finer than the format can be
    CHECK_THROWS_WITH_AS(
        q.dequantize_row(16, row), doctest::Contains("tailgate.E103"), shape_error);
  }
  for (const float bad :
      {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    layer.weights[300] = bad;
    for (std::size_t i = 0; i + 1 < tiers.size(); ++i) {
      CAPTURE(tiers[i].name);
      CHECK_THROWS_WITH_AS(static_cast<void>(tiers[i].tier.quantize(layer.layer())),
          doctest::Contains("[tailgate.E104] model.layers.0.mlp.up_proj: weight [1, 44] is "),
          argument_error);
    }
  }
}

TEST_CASE("input scales and kept columns must fit the weights") {
  const std::vector<float> w(32, 0.5f);
  const auto q = round_to_nearest({w.data(), 4, 8}, {8, 0, true});
  const auto refused = [&](std::vector<float> scales, kept_columns kept) {
    CHECK_THROWS_WITH_AS(quantized_layer(q, std::move(scales), std::move(kept)),
        doctest::Contains("tailgate.E106"), shape_error);
  };
  refused(std::vector<float>(7, 1.0f), {});
  refused({}, {{1, 2}, std::vector<std::uint16_t>(7)});
  refused({}, {{8}, std::vector<std::uint16_t>(4)});
  const quantized_layer made(
      q, std::vector<float>(8, 2.0f), {{3}, std::vector<std::uint16_t>(4, 0x3C00)});
  std::vector<float> row(8);
  made.dequantize_row(2, row);
  CHECK(row[2] == doctest::Approx(0.25).epsilon(1e-3));
  CHECK(row[3] == 1.0f); // not scaled
}
