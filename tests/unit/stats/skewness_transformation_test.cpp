#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/skewness_transformation.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("skewness transformation: Hall's formula, increasing, and undone by its inverse") {
  for (const double skewness : {-9.0, -2.0, -1e-3, 0.0, 1e-9, 0.7, 2.0, 9.0}) {
    CAPTURE(skewness);
    const double n = 100;
    const ts::skewness_transformation g(skewness, n);
    double before = -std::numeric_limits<double>::infinity();
    for (double t = -30; t <= 30; t += 0.25) {
      const double c = skewness / std::sqrt(n);
      CHECK(g(t) == Approx(t + c * (t * t / 3 + 1.0 / 6) + c * c * t * t * t / 27).epsilon(1e-12));
      CHECK(g(t) >= before); // flat in one point, -1/s
      CHECK(g(g.inverse(t)) == Approx(t).epsilon(1e-9));
      before = g(t);
    }
  }
}

TEST_CASE("skewness transformation: a symmetric sample keeps its t interval") {
  const auto even = ts::paired_t(std::vector<double>{-3, -1, 0, 1, 3});
  CHECK(even.skewness.value() == 0);
  CHECK(even.skewness_adjusted_confidence().value() == even.confidence().value());
}

TEST_CASE("skewness transformation: the interval reaches towards the long tail") {
  // Residuals -1 (four times) and 4: mean square 4, skewness (4 * -1 + 64) / 5 / 8 = 1.5.
  const std::vector<double> tail{0, 0, 0, 0, 5};
  const auto result = ts::paired_t(tail);
  CHECK(result.skewness.value() == Approx(1.5).epsilon(1e-15));
  const auto plain = result.confidence().value();
  const auto adjusted = result.skewness_adjusted_confidence().value();
  CHECK(adjusted.upper > plain.upper);
  CHECK(adjusted.lower > plain.lower);
  CHECK(adjusted.lower <= 1);
  // A limit is where the adjusted statistic meets the quantile of t(4).
  const ts::skewness_transformation g(1.5, 5);
  CHECK(g((1 - adjusted.upper) / result.standard_error.value()) ==
        Approx(-2.7764451051977987).epsilon(1e-12)); // qt(.975, 4)
  CHECK(g((1 - adjusted.lower) / result.standard_error.value()) ==
        Approx(2.7764451051977987).epsilon(1e-12));
  // The mirror image, and items that stand for clusters.
  const auto mirrored =
      ts::paired_t(std::vector<double>{0, 0, 0, 0, -5}).skewness_adjusted_confidence().value();
  CHECK(mirrored.lower == -adjusted.upper);
  CHECK(mirrored.upper == -adjusted.lower);
  const std::vector<std::uint64_t> own{4, 3, 2, 1, 0};
  CHECK(ts::cluster_robust_mean(tail, own).skewness_adjusted_confidence().value() == adjusted);
}

TEST_CASE("skewness transformation: the interval holds the mean at every level") {
  std::vector<double> tail(50, 0.0);
  tail.back() = 1e200; // the cubes of such values are beyond double
  const auto result = ts::paired_t(tail);
  CHECK(result.standard_error.why() == tailgate::undefined_reason::non_finite_input);
  tail.back() = 1e100;
  const auto wide = ts::paired_t(tail);
  CHECK(wide.skewness.value() == Approx(48 / 7.0).epsilon(1e-12)); // (n - 2) / sqrt(n - 1)
  for (const double level : {0.01, 0.2, 0.9, 0.999}) {
    const auto c = wide.skewness_adjusted_confidence(ts::confidence_level(level)).value();
    CHECK(c.lower <= wide.mean.value());
    CHECK(c.upper >= wide.mean.value());
  }
}

TEST_CASE("skewness transformation: without spread nothing is said") {
  const auto constant = ts::paired_t(std::vector<double>{2, 2, 2});
  CHECK(constant.skewness.why() == tailgate::undefined_reason::zero_variance);
  CHECK(constant.skewness_adjusted_confidence().why() == tailgate::undefined_reason::zero_variance);
  CHECK(ts::paired_t({}).skewness_adjusted_confidence().why() ==
        tailgate::undefined_reason::no_items);
}
