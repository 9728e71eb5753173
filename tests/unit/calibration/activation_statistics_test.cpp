#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/calibration/activation_statistics.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <vector>

namespace {

using tailgate::activation_means;
using tailgate::activation_statistics;
using view = tailgate::matrix_view<const float>;

std::vector<float> random_tokens(std::size_t n) {
  tailgate::philox_stream stream(8);
  std::vector<float> x(n);
  for (float& v : x)
    v = static_cast<float>(stream.uniform() * 3 - 1);
  return x;
}

bool same_bits(const activation_means& a, const activation_means& b) {
  return a.tokens == b.tokens && a.mean_magnitude == b.mean_magnitude &&
         a.largest_magnitude == b.largest_magnitude && a.second_moment == b.second_moment;
}

} // namespace

TEST_CASE("means worked out by hand, for inputs that fill no whole tile") {
  const std::vector<float> x{1, -2, 0, 3, 4, 0, -3, 0, 0, 6};
  activation_statistics s(5);
  s.add(view(x.data(), 2, 5));
  const activation_means m = s.means();
  CHECK(m.tokens == 2);
  CHECK(m.mean_magnitude == std::vector<double>{0.5, 2.5, 0, 1.5, 5});
  CHECK(m.largest_magnitude == std::vector<double>{1, 3, 0, 3, 6});
  CHECK(m.second_moment == std::vector<double>{0.5, -1, 0, 1.5, 2, //
                               -1, 6.5, 0, -3, -13,                //
                               0, 0, 0, 0, 0,                      //
                               1.5, -3, 0, 4.5, 6,                 //
                               2, -13, 0, 6, 26});
  CHECK(m.view().second_moment(3, 4) == 6);
}

TEST_CASE("the same bits for any cut into calls and any number of threads") {
  const std::size_t tokens = 150, inputs = 70;
  const auto x = random_tokens(tokens * inputs);
  activation_statistics whole(inputs), cut(inputs), threaded(inputs);
  whole.add(view(x.data(), tokens, inputs));
  for (std::size_t at = 0; at < tokens;) {
    const std::size_t n = std::min<std::size_t>(1 + at % 71, tokens - at);
    cut.add(view(x.data() + at * inputs, n, inputs));
    at += n;
  }
  tailgate::tbb_executor two(2);
  threaded.add(view(x.data(), tokens, inputs), two);
  CHECK(same_bits(whole.means(), cut.means()));
  CHECK(same_bits(whole.means(), threaded.means()));
}

TEST_CASE("merged parts agree with the whole up to rounding") {
  const std::size_t tokens = 90, inputs = 12;
  const auto x = random_tokens(tokens * inputs);
  activation_statistics whole(inputs), a(inputs), b(inputs);
  whole.add(view(x.data(), tokens, inputs));
  a.add(view(x.data(), 40, inputs));
  b.add(view(x.data() + 40 * inputs, 50, inputs));
  a.merge(b);
  const auto expected = whole.means(), merged = a.means();
  CHECK(merged.tokens == tokens);
  CHECK(merged.largest_magnitude == expected.largest_magnitude);
  for (std::size_t k = 0; k < inputs; ++k)
    CHECK(merged.mean_magnitude[k] == doctest::Approx(expected.mean_magnitude[k]).epsilon(1e-14));
  for (std::size_t i = 0; i < inputs * inputs; ++i)
    CHECK(std::fabs(merged.second_moment[i] - expected.second_moment[i]) < 1e-14);
}

TEST_CASE("activations that do not fit or are not finite are refused and change nothing") {
  auto x = random_tokens(4 * 6);
  activation_statistics s(6, "model.layers.1.mlp.up_proj");
  CHECK_THROWS_WITH_AS(static_cast<void>(s.means()),
      doctest::Contains("[tailgate.E402] model.layers.1.mlp.up_proj"), tailgate::incomplete_error);
  s.add(view(x.data(), 4, 6));
  const auto before = s.means();
  CHECK_THROWS_WITH_AS(s.add(view(x.data(), 3, 8)), doctest::Contains("[tailgate.E400] model"),
      tailgate::shape_error);
  x[20] = -std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(s.add(view(x.data(), 4, 6)),
      doctest::Contains("[tailgate.E401] model.layers.1.mlp.up_proj: the activation of input 2 at "
                        "token 3 of this call is -inf"),
      tailgate::argument_error);
  CHECK_THROWS_WITH_AS(
      s.merge(activation_statistics(5)), doctest::Contains("tailgate.E400"), tailgate::shape_error);
  CHECK(same_bits(before, s.means()));
}
