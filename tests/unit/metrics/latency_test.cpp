#include "../io/thrown.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/metrics/latency.hpp>

TEST_CASE("latency: means with a t interval, and the quantiles that a mean hides") {
  tailgate::latency metric;
  // A hundred items of 1 s; the candidate halves all but two, which take 30 s.
  for (int i = 0; i < 100; ++i)
    metric.observe({"item " + std::to_string(i), "", 1.0, i < 2 ? 30.0 : 0.5});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "latency");
  CHECK(row.unit == "seconds");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.method == "skewness-adjusted t");
  CHECK(row.baseline.value() == 1);
  CHECK(row.candidate.value() == doctest::Approx(1.09));
  // SE = 29.5 sqrt(0.02 * 0.98 / 99) = 0.41508, t(99, 0.95) = 1.660391
  // and the skewness is 0.96 / sqrt(0.02 * 0.98) = 48 / 7; with s = 48 / 7 / 30 the limit lies
  // (1 - cbrt(1 - 3 s (1.660391 + s / 2))) / s = 7.00373 standard errors above the mean.
  CHECK(row.skewness.value() == doctest::Approx(48 / 7.0));
  CHECK(row.confidence.value().upper == doctest::Approx(0.09 + 7.00373 * 0.41508).epsilon(1e-5));
  const auto& quantiles = row.distribution->quantiles;
  REQUIRE(quantiles.size() == 3);
  CHECK(quantiles[0].candidate == 0.5);
  CHECK(quantiles[1].candidate == 0.5);
  CHECK(quantiles[2].probability == 0.99);
  CHECK(quantiles[2].candidate == 30.0);
  CHECK(quantiles[2].shift == 29.0);
  CHECK(quantiles[2].baseline == 1.0);
  for (const double bad : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      metric.observe({"more", "", 1, bad});
    }).number == 362);
}
