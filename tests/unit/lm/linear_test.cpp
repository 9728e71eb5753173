#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>
#include <tailgate/lm/linear.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("linear layer: every scheme gives one product, with fp32 and with int8 activations") {
  const std::size_t outputs = 70, inputs = 96, rows = 3; // two panels of the packing and a rest
  philox_stream stream(1);
  std::vector<float> w(outputs * inputs), x(rows * inputs);
  for (float& value : w)
    value = static_cast<float>(stream.uniform() - 0.5);
  w[5] = 2.0f; // the matrix and its rows have different scales
  for (float& value : x)
    value = static_cast<float>(stream.uniform() - 0.5);
  for (const char* name : {"int8", "int8-tensor", "int8-tensor-asym", "int4-g32"}) {
    CAPTURE(name);
    const quant_scheme scheme = parse_quant_scheme(name);
    const matrix_view<const float> weights{w.data(), outputs, inputs};
    const linear_layer exact(weights, {}, {scheme, activation_format::fp32}, {});
    const linear_layer integer(weights, {}, {scheme, activation_format::int8}, {});
    const quantized_matrix stored = round_to_nearest(weights, scheme);
    CHECK(exact.bits_per_weight().value() == doctest::Approx(stored.bits_per_weight()));
    CHECK(integer.bits_per_weight() == exact.bits_per_weight());
    std::vector<float> y(rows * outputs), z(rows * outputs);
    exact.apply({x.data(), rows, inputs}, {y.data(), rows, outputs}, {});
    integer.apply({x.data(), rows, inputs}, {z.data(), rows, outputs}, {});
    double error = 0, size = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      error += std::pow(static_cast<double>(y[i]) - static_cast<double>(z[i]), 2);
      size += std::pow(static_cast<double>(y[i]), 2);
    }
    CHECK(error > 0);
    CHECK(std::sqrt(error / size) < 0.01); // 8-bit activations
  }
}
