// The divergences against extended precision, with the bound that their header states.
#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <limits>
#include <numbers>
#include <string>
#include <tailgate/kernels/divergence_of_logits.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <vector>

namespace {

using tailgate::row_divergence;

constexpr float never = -std::numeric_limits<float>::infinity();

/// The same terms in extended precision, as the textbook has them.
row_divergence exact(const std::vector<float>& x, const std::vector<float>& y) {
  using real = long double;
  static_assert(std::numeric_limits<real>::digits >= 64);
  const auto log_sum = [](const std::vector<float>& row) {
    const real top = real{*std::max_element(row.begin(), row.end())};
    real sum = 0;
    for (const float v : row)
      sum += std::exp(real{v} - top);
    return top + std::log(sum);
  };
  const real lse_x = log_sum(x), lse_y = log_sum(y);
  real forward = 0, reverse = 0, middle = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const real a = real{x[i]} - lse_x, b = real{y[i]} - lse_y, p = std::exp(a), q = std::exp(b);
    if (p == 0 && q == 0)
      continue;
    const real log_mean = std::max(a, b) + std::log1p(std::expm1(-std::fabs(a - b)) / 2);
    forward += p == 0 ? 0 : p * (a - b);
    reverse += q == 0 ? 0 : q * (b - a);
    middle += ((p == 0 ? 0 : p * (a - log_mean)) + (q == 0 ? 0 : q * (b - log_mean))) / 2;
  }
  return {static_cast<double>(forward), static_cast<double>(reverse), static_cast<double>(middle)};
}

row_divergence measure(const std::vector<float>& x, const std::vector<float>& y,
    tailgate::isa level = tailgate::selected_isa()) {
  return tailgate::divergence_of_logits(
      tailgate::normalised_row(x, level), tailgate::normalised_row(y, level), level);
}

/// The largest error as a share of the stated bound.
double share_of_bound(const row_divergence& actual, const row_divergence& expected) {
  const auto share = [](double a, double e) {
    return std::fabs(a - e) / (0x1p-16 * std::fabs(e) + 0x1p-40);
  };
  return std::max({share(actual.forward, expected.forward), share(actual.reverse, expected.reverse),
      share(actual.jensen_shannon, expected.jensen_shannon)});
}

bool same_bits(const row_divergence& a, const row_divergence& b) {
  return a.forward == b.forward && a.reverse == b.reverse && a.jensen_shannon == b.jensen_shannon;
}

} // namespace

TEST_CASE("divergences keep their digits from nearly equal rows to distant ones, on every level") {
  double worst = 0;
  for (const std::size_t n : std::vector<std::size_t>{1, 2, 5, 16, 17, 511, 513, 8192})
    for (const double size : {0.0, 2.0, 8.0, 40.0})
      for (const double noise : {0.0, 1e-6, 1e-4, 1e-2, 0.3, 1.0, 3.0, 30.0})
        for (const float offset : {0.0f, 1.5f, -300.0f}) { // common to the row: changes nothing
          const auto x = random_floats(n, n + 5, size);
          auto y = x;
          const auto change = random_floats(n, n + 6, noise);
          for (std::size_t i = 0; i < n; ++i)
            y[i] += change[i] + offset;
          const auto expected = exact(x, y);
          row_divergence avx2;
          for (const tailgate::isa level : levels()) {
            const auto actual = measure(x, y, level);
            const double share = share_of_bound(actual, expected);
            worst = std::max(worst, share);
            CHECK_MESSAGE(share <= 1, std::string(tailgate::to_string(level))
                                          << " n=" << n << " size=" << size << " noise=" << noise
                                          << " offset=" << offset << ": " << actual.forward << ", "
                                          << actual.reverse << ", " << actual.jensen_shannon
                                          << " for " << expected.forward << ", " << expected.reverse
                                          << ", " << expected.jensen_shannon);
            CHECK(std::min({actual.forward, actual.reverse, actual.jensen_shannon}) >= 0);
            CHECK(actual.jensen_shannon <= std::numbers::ln2);
            if (level == tailgate::isa::avx2)
              avx2 = actual;
            if (level == tailgate::isa::avx512)
              CHECK(same_bits(actual, avx2));
          }
        }
  MESSAGE("largest error: " << worst << " of the bound");
}

TEST_CASE("every distance of two tokens stays within the bound") {
  // Two tokens, log-odds s apart: all of a term's forms and both their borders.
  double worst = 0;
  for (int k = -1200; k <= 1200; ++k) {
    const float s = std::copysign(std::exp2(static_cast<float>(std::abs(k)) / 64 - 12.0f),
        static_cast<float>(k)); // from 2^-12 to 2^6.75
    const std::vector<float> x{0, 0, 1}, y{0, s, 1};
    const auto expected = exact(x, y);
    for (const tailgate::isa level : levels()) {
      const double share = share_of_bound(measure(x, y, level), expected);
      worst = std::max(worst, share);
      CHECK_MESSAGE(share <= 1, std::string(tailgate::to_string(level)) << " s=" << s);
    }
  }
  MESSAGE("largest error: " << worst << " of the bound");
}

TEST_CASE("equal rows do not diverge, exchanged rows exchange forward and reverse") {
  const auto x = random_floats(1000, 1, 9), y = random_floats(1000, 2, 9);
  for (const tailgate::isa level : levels()) {
    const auto none = measure(x, x, level), there = measure(x, y, level),
               back = measure(y, x, level);
    CHECK(none.forward == 0);
    CHECK(none.reverse == 0);
    CHECK(none.jensen_shannon == 0);
    CHECK(there.forward == back.reverse);
    CHECK(there.reverse == back.forward);
    CHECK(there.jensen_shannon == back.jensen_shannon);
    CHECK(
        there.forward == doctest::Approx(tailgate::kl_divergence_reference(x, y)).epsilon(0x1p-16));
    CHECK(
        there.reverse == doctest::Approx(tailgate::kl_divergence_reference(y, x)).epsilon(0x1p-16));
  }
}

TEST_CASE("a divergence of 1e-10 nats has its digits") {
  const std::vector<float> x{0, 0}, y{0x1p-15f, -0x1p-15f};
  // d = 2^-14 between equal tokens: KL = d^2 / 8, Jensen-Shannon = d^2 / 32, up to d^4.
  for (const tailgate::isa level : levels()) {
    const auto actual = measure(x, y, level);
    CHECK(actual.forward == doctest::Approx(0x1p-31).epsilon(1e-5));
    CHECK(actual.reverse == doctest::Approx(0x1p-31).epsilon(1e-5));
    CHECK(actual.jensen_shannon == doctest::Approx(0x1p-33).epsilon(1e-5));
  }
}

TEST_CASE("masked tokens: nothing where both mask, infinite where one does") {
  for (const tailgate::isa level : levels()) {
    const std::vector<float> p{0, 0, never}, q{0, 0, 0}, r{1, never, 0};
    const auto less = measure(p, q, level);
    CHECK(less.forward == doctest::Approx(std::log(1.5)).epsilon(1e-5));
    CHECK(std::isinf(less.reverse));
    CHECK(less.jensen_shannon == doctest::Approx(exact(p, q).jensen_shannon).epsilon(1e-5));
    const auto each = measure(p, r, level);
    CHECK(std::isinf(each.forward));
    CHECK(std::isinf(each.reverse));
    CHECK(each.jensen_shannon == doctest::Approx(exact(p, r).jensen_shannon).epsilon(1e-5));

    const std::vector<float> a{1, never, 2, never}, b{2, never, 1, never}, short_a{1, 2},
        short_b{2, 1};
    CHECK(share_of_bound(measure(a, b, level), exact(short_a, short_b)) <= 1);

    // Disjoint rows are ln 2 apart, and a token too unlikely for fp32 still forbids its mask.
    const std::vector<float> left{3, never}, right{never, 7}, faint{0, -120}, sure{0, never};
    CHECK(measure(left, right, level).jensen_shannon ==
          doctest::Approx(std::numbers::ln2).epsilon(1e-6));
    CHECK(std::isinf(measure(faint, sure, level).forward));
    CHECK(measure(faint, sure, level).reverse < 1e-30);
    CHECK(measure(faint, sure, level).jensen_shannon < 1e-30);
  }
}

TEST_CASE("rows that are no distributions have no divergence") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> good(20, 1.0f), masked(20, never);
  for (const tailgate::isa level : levels())
    for (const float bad : {nan, infinity}) {
      for (const std::size_t place : std::vector<std::size_t>{0, 15, 19}) {
        auto row = good;
        row[place] = bad;
        CHECK_FALSE(tailgate::normalised_row(row, level).is_distribution());
        CHECK(std::isnan(measure(good, row, level).forward));
        CHECK(std::isnan(measure(row, good, level).jensen_shannon));
        auto lone = masked; // every other token masked
        lone[place] = bad;
        CHECK_FALSE(tailgate::normalised_row(lone, level).is_distribution());
      }
      CHECK_FALSE(tailgate::normalised_row(masked, level).is_distribution());
      CHECK(std::isnan(measure(good, masked, level).reverse));
    }
}

TEST_CASE("E160: rows of different length, or empty") {
  const std::vector<float> row{0, 1};
  CHECK_THROWS_WITH_AS(static_cast<void>(measure(row, {0, 1, 2})),
      doctest::Contains("tailgate.E160"), tailgate::shape_error);
  CHECK_THROWS_WITH_AS(static_cast<void>(measure({}, {})), doctest::Contains("tailgate.E160"),
      tailgate::shape_error);
}
