// The row operations against float64, with the bounds that their headers state.
#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/kernels/exponential.hpp>
#include <tailgate/kernels/rms_norm.hpp>
#include <tailgate/kernels/rotary.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <vector>

namespace {

double log_sum_exp64(const std::vector<float>& x) {
  double top = -std::numeric_limits<double>::infinity(), sum = 0;
  for (const float v : x)
    top = std::max(top, double{v});
  for (const float v : x)
    sum += std::exp(double{v} - top);
  return top + std::log(sum);
}

} // namespace

TEST_CASE("exp is within 2 ulp, zero below its range, and the same bits on AVX2 and AVX-512") {
  for (const std::size_t n : std::vector<std::size_t>{0, 1, 7, 15, 16, 17, 100, 1000}) {
    const auto x = random_floats(n, 1, 90);
    std::vector<std::vector<float>> results;
    for (const tailgate::isa level : levels()) {
      std::vector<float> out(n + 1, -3.0f);
      tailgate::lane_sums lanes{};
      tailgate::exponential_operations_for(level).exp_shifted(
          x.data(), n, 2.0f, out.data(), lanes.data());
      CHECK(out[n] == -3.0f);
      double total = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const float d = x[i] - 2.0f;
        const double exact = std::exp(double{std::min(d, 88.3f)});
        if (d < -87.33f)
          CHECK(out[i] == 0.0f);
        else if (d < 88.3f)
          CHECK(std::fabs(double{out[i]} - exact) <= 2 * 0x1p-23 * exact);
        total += double{out[i]};
      }
      if (total < 1e38) // else the sum is beyond fp32
        CHECK(double{tailgate::lane_sum(lanes)} == doctest::Approx(total).epsilon(1e-5));
      if (level >= tailgate::isa::avx2)
        results.push_back(out);
    }
    for (const auto& other : results)
      CHECK(std::memcmp(other.data(), results[0].data(), n * 4) == 0);
  }
  const float minus_infinity = -std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const tailgate::isa level : levels()) {
    const float x[2] = {minus_infinity, nan};
    float out[2];
    tailgate::lane_sums lanes{};
    tailgate::exponential_operations_for(level).exp_shifted(x, 2, 0, out, lanes.data());
    CHECK(out[0] == 0.0f);
    CHECK(std::isnan(out[1]));
  }
}

TEST_CASE("the SiLU gate agrees with float64 on every level and tail") {
  for (const std::size_t n : std::vector<std::size_t>{1, 8, 13, 33, 500}) {
    const auto gate = random_floats(n, 2, 30), up = random_floats(n, 3, 4);
    for (const tailgate::isa level : levels()) {
      std::vector<float> out(n);
      tailgate::exponential_operations_for(level).silu_gate(gate.data(), up.data(), n, out.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double g = double{gate[i]};
        const double exact = g / (1 + std::exp(-g)) * double{up[i]};
        CHECK(std::fabs(double{out[i]} - exact) <= 1e-6 * std::fabs(exact) + 1e-12);
      }
    }
  }
}

TEST_CASE("the maximum of a row, wherever it lies, passes over NaN") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const std::size_t n : std::vector<std::size_t>{1, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 200})
    for (const tailgate::isa level : levels()) {
      auto x = random_floats(n, 12, 5);
      for (std::size_t place = 0; place < n; ++place) {
        const float kept = x[place];
        x[place] = 6;
        CHECK(tailgate::row_maximum(x.data(), n, level) == 6);
        x[place] = std::numeric_limits<float>::quiet_NaN();
        float others = -infinity;
        for (const float v : x)
          others = v > others ? v : others;
        CHECK(tailgate::row_maximum(x.data(), n, level) == others);
        x[place] = kept;
      }
      CHECK(tailgate::row_maximum(x.data(), 0, level) == -infinity);
    }
}

TEST_CASE("the sum of exponentials stays exact over long rows; AVX2 and AVX-512 agree") {
  for (const std::size_t n : std::vector<std::size_t>{0, 1, 15, 17, 511, 513, 5000, 131072}) {
    const auto x = random_floats(n, 11, 12);
    double exact = 0;
    for (const float v : x)
      exact += std::exp(double{v} - 12.0);
    std::vector<tailgate::lane_totals> results;
    for (const tailgate::isa level : levels()) {
      tailgate::lane_totals lanes{};
      tailgate::exponential_operations_for(level).exp_sum(x.data(), n, 12.0f, lanes.data());
      CHECK(std::fabs(tailgate::lane_sum(lanes) - exact) <= 0x1p-18 * exact);
      if (level >= tailgate::isa::avx2)
        results.push_back(lanes);
    }
    for (const auto& other : results)
      CHECK(other == results[0]);
  }
}

TEST_CASE("log_sum_exp agrees with float64 wherever the maximum lies; masks and faults") {
  for (const std::size_t n : std::vector<std::size_t>{1, 17, 4096, 4097, 8192, 131072}) {
    const auto x = random_floats(n, 4, 12);
    auto rising = x; // a new maximum in every block
    std::sort(rising.begin(), rising.end());
    for (const tailgate::isa level : levels())
      for (const auto& row : {x, rising}) {
        CHECK(std::fabs(tailgate::log_sum_exp(row, level) - log_sum_exp64(row)) <= 0x1p-18);
        const auto normalised = tailgate::normalised_row(row, level);
        CHECK(normalised.top == *std::max_element(row.begin(), row.end()));
        CHECK(normalised.log_probability(0) == double{row[0]} - normalised.log_sum_exp);
      }
  }
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const tailgate::isa level : levels()) {
    std::vector<float> row(5000, -infinity);
    CHECK(tailgate::log_sum_exp(row, level) == -double{infinity});
    CHECK(tailgate::log_sum_exp({}, level) == -double{infinity});
    row[4999] = 3;
    CHECK(tailgate::log_sum_exp(row, level) == doctest::Approx(3));
    row[10] = nan;
    CHECK(std::isnan(tailgate::log_sum_exp(row, level)));
    row[10] = infinity;
    CHECK(std::isnan(tailgate::log_sum_exp(row, level)));
  }
}

TEST_CASE("argmax takes the first of equals, and never NaN") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const tailgate::isa level : levels()) {
    CHECK(tailgate::argmax(std::vector<float>{1, 3, 3, 2}, level) == 1);
    CHECK(tailgate::argmax(std::vector<float>{nan, -5, nan}, level) == 1);
    CHECK(tailgate::argmax(std::vector<float>{nan, -infinity}, level) == 0);
    CHECK(tailgate::argmax(std::vector<float>{nan, -infinity, infinity}, level) == 2);
    for (const std::size_t n : std::vector<std::size_t>{1, 511, 512, 513, 3000}) {
      auto x = random_floats(n, 13, 4);
      for (float& v : x)
        v = std::round(v); // many ties
      const auto first = std::max_element(x.begin(), x.end());
      CHECK(tailgate::argmax(x, level) == static_cast<std::size_t>(first - x.begin()));
    }
  }
}

TEST_CASE("RMSNorm agrees with float64 and may work in place") {
  for (const std::size_t n : std::vector<std::size_t>{1, 15, 16, 100, 256}) {
    auto x = random_floats(3 * n, 7, 5);
    const auto weight = random_floats(n, 8, 2);
    const auto original = x;
    tailgate::rms_norm(
        {x.data(), 3, n}, weight, 1e-5f, tailgate::matrix_view<float>(x.data(), 3, n));
    for (std::size_t r = 0; r < 3; ++r) {
      double squares = 0;
      for (std::size_t i = 0; i < n; ++i)
        squares += std::pow(double{original[r * n + i]}, 2);
      const double scale = 1 / std::sqrt(squares / static_cast<double>(n) + 1e-5);
      for (std::size_t i = 0; i < n; ++i)
        CHECK(
            double{x[r * n + i]} ==
            doctest::Approx(double{original[r * n + i]} * scale * double{weight[i]}).epsilon(1e-5));
    }
  }
}

TEST_CASE("rotary embedding turns pairs half a head apart, and keeps inner products by distance") {
  const tailgate::rotary_table table(8, 64, 10000);
  const auto at = [&](std::size_t position) {
    auto v = random_floats(8, 9, 1);
    table.rotate(v, position);
    return v;
  };
  const auto start = random_floats(8, 9, 1), turned = at(5);
  for (std::size_t i = 0; i < 4; ++i) {
    const double angle = 5 * std::pow(10000.0, -2.0 * static_cast<double>(i) / 8);
    CHECK(double{turned[i]} == doctest::Approx(double{start[i]} * std::cos(angle) -
                                               double{start[i + 4]} * std::sin(angle))
                                   .epsilon(1e-5));
    CHECK(double{turned[i + 4]} == doctest::Approx(double{start[i + 4]} * std::cos(angle) +
                                                   double{start[i]} * std::sin(angle))
                                       .epsilon(1e-5));
  }
  const auto product = [&](std::size_t a, std::size_t b) {
    const auto x = at(a), y = at(b);
    double sum = 0;
    for (std::size_t i = 0; i < 8; ++i)
      sum += double{x[i]} * double{y[i]};
    return sum;
  };
  CHECK(product(3, 10) == doctest::Approx(product(40, 47)).epsilon(1e-4));
}
