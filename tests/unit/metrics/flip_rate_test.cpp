#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/flip_rate.hpp>
#include <tailgate/stats/wilson.hpp>

namespace {

/// `lost` and `gained` of `pairs` items; the others right in both.
template <class Metric>
Metric outcomes_of(std::size_t gained, std::size_t lost, std::size_t pairs) {
  Metric metric;
  for (std::size_t i = 0; i < pairs; ++i)
    metric.observe(
        {"item " + std::to_string(i), "", i >= gained, i < gained || i >= gained + lost});
  return metric;
}

} // namespace

TEST_CASE("accuracy stands still while a fifth of the answers flip") {
  const tailgate::stats::confidence_level level(0.9);
  const auto accuracy = outcomes_of<tailgate::exact_match>(10, 10, 100).summary(level);
  CHECK(accuracy.difference.value() == 0);
  const auto row = outcomes_of<tailgate::flip_rate>(10, 10, 100).summary(level);
  CHECK(row.metric == "flip_rate");
  CHECK(row.unit == "proportion");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == 0);
  CHECK(row.candidate.value() == doctest::Approx(0.2));
  CHECK(row.difference.value() == doctest::Approx(0.2));
  CHECK(row.flips == tailgate::flip_counts{20, 0});
  CHECK(row.confidence.value().lower > 0.1);
  CHECK(row.confidence.value().upper < 0.3);
}

TEST_CASE("no flip in fifty leaves open what Wilson's interval leaves open") {
  const tailgate::stats::confidence_level level(0.9);
  const auto row = outcomes_of<tailgate::flip_rate>(0, 0, 50).summary(level);
  CHECK(row.difference.value() == 0);
  CHECK(row.confidence.value().upper ==
        doctest::Approx(tailgate::stats::wilson_interval(0, 50, level).value().upper));
  CHECK(row.confidence.value().upper == doctest::Approx(0.051333).epsilon(1e-4));
}
