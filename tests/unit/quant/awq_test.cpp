#include "planted_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/quant/awq.hpp>
#include <tailgate/quant/outlier_columns.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/smooth_quant.hpp>
#include <vector>

namespace {

using namespace tailgate;

/// Mean squared error of the outputs when the inputs x / s are rounded to 8 bits as well, with one
/// scale a token.
double integer_engine_error(const planted_layer& layer, const quantized_layer& q) {
  const std::size_t k = layer.inputs, tokens = layer.held_out_tokens.size() / k;
  std::vector<float> x = layer.held_out_tokens, w(k);
  for (std::size_t i = 0; i < x.size() && !q.input_scales().empty(); ++i)
    x[i] /= q.input_scales()[i % k];
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto token = std::span(x).subspan(t * k, k);
    const uniform_grid grid = make_grid({8, 0, true}, token, clip_search::none, "");
    for (float& v : token)
      v = grid.nearest(v);
  }
  double sum = 0;
  for (std::size_t n = 0; n < layer.outputs; ++n) {
    q.packed()->dequantize_row(n, w);
    for (std::size_t t = 0; t < tokens; ++t) {
      double difference = 0;
      for (std::size_t i = 0; i < k; ++i)
        difference += double{x[t * k + i]} * double{w[i]} -
                      double{layer.held_out_tokens[t * k + i]} * double{layer.view()(n, i)};
      sum += difference * difference;
    }
  }
  return sum / static_cast<double>(tokens * layer.outputs);
}

} // namespace

TEST_CASE("the output error from the second moment is that of the tokens") {
  const planted_layer layer(2, 29, 130); // no whole number of tiles
  const detail::output_error error(layer.activations.second_moment);
  std::vector<float> change = error.no_change();
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t k = 8 * r; k < 29; ++k)
      change[r * error.padded() + k] = std::sin(static_cast<float>(7 * r + k));
  for (std::size_t r = 0; r < 4; ++r) {
    double expected = 0;
    for (std::size_t t = 0; t < 130; ++t) {
      double y = 0;
      for (std::size_t k = 0; k < 29; ++k)
        y += double{change[r * error.padded() + k]} * double{layer.calibration_tokens[t * 29 + k]};
      expected += y * y / 130;
    }
    const std::size_t first = r == 3 ? 0 : 8 * r; // what is before it does not change
    CHECK(error.of(change, first, 29)[r] == doctest::Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("AWQ beats round to nearest on outputs for held-out inputs, by its scales and clipping") {
  const planted_layer layer(48, 128);
  for (const quant_scheme scheme : {quant_scheme{4, 32, false}, quant_scheme{3, 64, false}}) {
    const double nearest = layer.output_error(round_to_nearest(layer.view(), scheme));
    const auto error = [&](bool scale, bool clip) {
      return layer.output_error(awq_tier{{scheme, scale, clip}}.quantize(layer.layer(), {}));
    };
    const double both = error(true, true), scaled = error(true, false),
                 clipped = error(false, true);
    MESSAGE(scheme.name() << ": nearest " << nearest << ", scaled " << scaled << ", clipped "
                          << clipped << ", both " << both);
    CHECK(both < 0.7 * nearest);
    CHECK(scaled < 0.8 * nearest);
    CHECK(clipped < nearest);
    CHECK(layer.output_error(awq_tier{{scheme, false, false}}.quantize(layer.layer(), {})) ==
          nearest);
  }
}

TEST_CASE("AWQ's scales: the best exponent, one vector for layers that share an input") {
  const planted_layer layer(48, 128);
  const auto upper = layer.view().rows_from(0, 16), lower = layer.view().rows_from(16, 32);
  const std::array<matrix_view<const float>, 2> both{upper, lower};
  const quant_scheme scheme{4, 32, false};
  const auto s = awq_input_scales(both, layer.activations, scheme);
  const auto joined = awq_input_scales(std::array{layer.view()}, layer.activations, scheme);
  CHECK(s == joined);
  CHECK(*std::max_element(s.begin(), s.end()) * *std::min_element(s.begin(), s.end()) ==
        doctest::Approx(1).epsilon(2e-3)); // fp16
  for (std::size_t k = 0; k < 128; ++k)
    CHECK((s[k] > 1.5f * s[(k + 1) % 128]) == planted_layer::is_outlier(k));
  // Against all twenty exponents, by the tokens themselves.
  const auto of_exponent = [&](double exponent) {
    const auto scales = detail::awq_scales(layer.activations.mean_magnitude, exponent);
    return layer.output_error(
        quantized_layer(awq_round(layer.view(), scales, layer.activations, scheme, false), scales),
        false);
  };
  const double chosen = layer.output_error(
      quantized_layer(awq_round(layer.view(), s, layer.activations, scheme, false), s), false);
  for (int step = 0; step < 20; ++step)
    CHECK(chosen <= 1.0001 * of_exponent(step / 20.0));

  layer_to_quantize part{"model.layers.0.self_attn.v_proj", upper, &layer.activations, both};
  tbb_executor two(2);
  const awq_tier tier{{scheme, true, true}};
  const auto a = tier.quantize(part, {}), b = tier.quantize(part, two);
  CHECK(std::equal(s.begin(), s.end(), a.input_scales().begin()));
  CHECK(a.bits_per_weight() == 4 + 20.0 / 32 + 16.0 / 16);
  std::vector<float> x(128), y(128), z(128);
  part.name = "model.layers.0.self_attn.q_proj"; // not clipped
  const auto query = tier.quantize(part, {});
  bool differs = false;
  for (std::size_t n = 0; n < 16; ++n) {
    a.dequantize_row(n, x);
    b.dequantize_row(n, y);
    query.dequantize_row(n, z);
    CHECK(x == y);
    differs = differs || x != z;
  }
  CHECK(differs);
  CHECK(query.packed()->scale(3, 1) ==
        awq_round(upper, s, layer.activations, scheme, false).scale(3, 1));
}

TEST_CASE("SmoothQuant: the formula, and less error where activations are 8-bit too") {
  const planted_layer layer(24, 64);
  const auto s = smooth_input_scales(std::array{layer.view()}, layer.activations);
  float largest = 0;
  for (std::size_t n = 0; n < 24; ++n)
    largest = std::max(largest, std::fabs(layer.view()(n, 5)));
  CHECK(
      double{s[5]} ==
      doctest::Approx(std::sqrt(layer.means.largest_magnitude[5] / double{largest})).epsilon(1e-3));
  const rounding_tier plain{{8, 0, true}};
  const smooth_quant_tier smooth;
  CHECK(smooth.name() == "smoothquant-int8");
  CHECK(smooth_quant_tier{{8, 0, true}, 75}.name() == "smoothquant-int8-a75");
  const double before = integer_engine_error(layer, plain.quantize(layer.layer(), {}));
  const double after = integer_engine_error(layer, smooth.quantize(layer.layer(), {}));
  MESSAGE("W8A8: " << before << ", smoothed " << after);
  CHECK(after < 0.3 * before);
}

TEST_CASE("outlier columns stay fp16 and leave the others a finer grid") {
  planted_layer layer(24, 64);
  for (std::size_t n = 0; n < 24; ++n)
    layer.weights[n * 64 + 5] *= 30; // a large column on a large input
  const outlier_tier tier{{4, 0, true}, 12.0};
  const quantized_layer q = tier.quantize(layer.layer(), {});
  CHECK(q.kept().columns == std::vector<std::uint32_t>{5, 34, 63});
  CHECK(q.bits_per_weight() == doctest::Approx(4 + 16.0 / 64 + 3 * (16.0 / 64 + 32.0 / (24 * 64))));
  std::vector<float> row(64);
  for (std::size_t n = 0; n < 24; ++n) {
    q.dequantize_row(n, row);
    for (const std::size_t k : {5u, 34u, 63u}) {
      CHECK(row[k] == fp16_to_float(float_to_fp16(layer.view()(n, k))));
      CHECK(q.packed()->code(n, k) == 8);
    }
  }
  CHECK(layer.output_error(q) <
        0.05 * layer.output_error(round_to_nearest(layer.view(), {4, 0, true})));
  layer.weights[5] = 7e4f;
  CHECK_THROWS_WITH_AS(static_cast<void>(tier.quantize(layer.layer(), {})),
      doctest::Contains("[tailgate.E118] model.layers.0.mlp.up_proj: weight [0, 5] is 70000"),
      argument_error);
}

TEST_CASE("AWQ and SmoothQuant: dead inputs keep a scale, wrong input is refused by id") {
  planted_layer layer(8, 32);
  layer.silence(9);
  const auto one = std::array{layer.view()};
  for (const float s : awq_input_scales(one, layer.activations, {4, 8, false}))
    CHECK((s >= 0x1p-14f && s <= 65504.0f));
  CHECK(smooth_input_scales(one, layer.activations)[9] == 1.0f);
  std::vector<float> row(32);
  awq_tier{{{4, 8, false}}}.quantize(layer.layer(), {}).dequantize_row(0, row);
  CHECK(std::all_of(row.begin(), row.end(), [](float w) { return std::fabs(w) < 0.2f; }));

  const auto refused = [&](auto&& call, const char* id) {
    CHECK_THROWS_WITH_AS(call(), doctest::Contains(id), tailgate::error);
  };
  refused(
      [&] {
        static_cast<void>(awq_tier{{{8, 0, true, true}}}.quantize(layer.layer(), {}));
      },
      "[tailgate.E115] model.layers.0.mlp.up_proj");
  refused([&] { static_cast<void>(smooth_input_scales(one, layer.activations, 1.5)); },
      "tailgate.E117");
  const planted_layer other(8, 40);
  const std::array<matrix_view<const float>, 2> mixed{layer.view(), other.view()};
  refused(
      [&] { static_cast<void>(awq_input_scales(mixed, layer.activations, {})); }, "tailgate.E116");
  refused(
      [&] { static_cast<void>(smooth_input_scales(mixed, layer.activations)); }, "tailgate.E116");
  layer.activations.tokens = 5;
  refused([&] { static_cast<void>(awq_tier{}.quantize(layer.layer(), {})); }, "tailgate.E108");
  refused([&] { static_cast<void>(outlier_tier{}.quantize(layer.layer(), {})); }, "tailgate.E108");
  auto without = layer.layer();
  without.activations = nullptr;
  refused([&] { static_cast<void>(smooth_quant_tier{}.quantize(without, {})); }, "tailgate.E107");
}
