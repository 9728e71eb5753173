#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>
#include <tailgate/quant/nf4.hpp>
#include <vector>

using tailgate::nf4_levels;
using tailgate::nf4_matrix;

TEST_CASE("the NF4 levels are the published ones, and those of their construction") {
  // arXiv 2305.14314, appendix E, to the digits printed there.
  const double published[16] = {-1.0, -0.6961928009986877, -0.5250730514526367,
      -0.39491748809814453, -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0.0,
      0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
      0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0};
  for (std::size_t i = 0; i < 16; ++i)
    CHECK(double{nf4_levels[i]} == doctest::Approx(published[i]).epsilon(1e-9));
  // Quantiles of the normal distribution, evenly spaced in probability from 1/2 to 0.9677083 on 8
  // steps above zero and 7 below, over the outermost one. The normal distribution function of each
  // level must come back evenly spaced.
  const double outermost = 1.8481308;
  const auto cdf = [&](double level) { return std::erfc(-level * outermost / std::sqrt(2.0)) / 2; };
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(cdf(double{nf4_levels[8 + i - 1]}) - 0.5 ==
          doctest::Approx(0.4677083 / 8 * static_cast<double>(i)).epsilon(1e-5));
  for (std::size_t i = 0; i < 7; ++i)
    CHECK(0.5 - cdf(double{nf4_levels[7 - i]}) ==
          doctest::Approx(0.4677083 / 7 * static_cast<double>(i)).epsilon(1e-5));
}

TEST_CASE("the dynamic 8-bit type: 127 pairs, zero and one") {
  const auto levels = tailgate::dynamic_exponent_levels();
  CHECK(std::is_sorted(levels.begin(), levels.end()));
  CHECK(std::adjacent_find(levels.begin(), levels.end()) == levels.end());
  CHECK(levels[127] == 0.0f);
  CHECK(levels[255] == 1.0f);
  for (std::size_t i = 0; i < 127; ++i)
    CHECK(levels[i] == -levels[254 - i]);
  CHECK(levels[128] == doctest::Approx(0.55e-6)); // one part of the smallest decade
  CHECK(levels[129] == doctest::Approx(0.325e-5));
  CHECK(levels[130] == doctest::Approx(0.775e-5));
  CHECK(levels[254] == doctest::Approx(1 - 0.9 / 128)); // the last of 64 parts
}

TEST_CASE("every level is its own code, and codes change half way between levels") {
  std::vector<float> w(64, 0.0f);
  for (std::size_t i = 0; i < 16; ++i)
    w[i] = nf4_levels[i];
  for (std::size_t i = 0; i < 15; ++i) {
    const float middle = (nf4_levels[i] + nf4_levels[i + 1]) / 2;
    w[16 + 2 * i] = middle - 1e-4f;
    w[17 + 2 * i] = middle + 1e-4f;
  }
  const nf4_matrix m({w.data(), 1, 64});
  for (unsigned i = 0; i < 16; ++i)
    CHECK(m.code(0, i) == i);
  for (unsigned i = 0; i < 15; ++i) {
    CHECK(m.code(0, 16 + 2 * i) == i);
    CHECK(m.code(0, 17 + 2 * i) == i + 1);
  }
  CHECK(m.scale(0) == 1.0f); // a single block: its scale is the mean
}

TEST_CASE("NF4 double quantization: scales within its steps, zero blocks, bits") {
  tailgate::philox_stream stream(5);
  std::vector<float> w(70 * 300); // 21000: blocks run across rows, the last one holds 8
  for (float& v : w)
    v = static_cast<float>(stream.uniform() - 0.5);
  std::fill_n(w.begin() + 640, 64, 0.0f);
  const nf4_matrix m({w.data(), 70, 300});
  const double blocks = 329;
  CHECK(m.bits_per_weight() == doctest::Approx(4 + (8 * blocks + 32 * 2 + 32) / 21000));
  for (std::size_t b = 0; b < 329; ++b) {
    float largest = 0;
    for (std::size_t i = 64 * b; i < std::min<std::size_t>(64 * b + 64, w.size()); ++i)
      largest = std::max(largest, std::fabs(w[i]));
    // The zero block spreads the range of its 256 scales to about 0.5; near zero the type is fine.
    CHECK(m.scale(64 * b) == doctest::Approx(largest).epsilon(0.03));
  }
  std::vector<float> row(300);
  m.dequantize_row(2, row);
  for (std::size_t k = 40; k < 104; ++k)
    CHECK(row[k] == 0.0f); // a zero is exact whatever its block's scale
  double error = 0, power = 0;
  for (std::size_t n = 0; n < 70; ++n) {
    m.dequantize_row(n, row);
    for (std::size_t k = 0; k < 300; ++k) {
      error += std::pow(double{row[k]} - double{w[n * 300 + k]}, 2);
      power += std::pow(double{w[n * 300 + k]}, 2);
    }
  }
  CHECK(error / power < 0.01);
}
