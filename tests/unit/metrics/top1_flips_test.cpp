#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/metrics/top1_flips.hpp>
#include <vector>

TEST_CASE("each item counts by its share of changed positions") {
  tailgate::top1_flips metric;
  metric.observe({"long", "", 100, 10});
  metric.observe({"short", "", 2, 1});
  tailgate::top1_flips other;
  other.observe({"third", "", 4, 0});
  metric.merge(other);
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "top1_flips");
  CHECK(row.unit == "proportion");
  CHECK(row.items == 3);
  CHECK(row.baseline.value() == 0);
  CHECK(row.difference.value() == doctest::Approx((0.1 + 0.5 + 0.0) / 3));
  CHECK(row.flips == tailgate::flip_counts{}); // those are of right/wrong outcomes
}

TEST_CASE("impossible counts name their item") {
  tailgate::top1_flips metric;
  const auto none = thrown_by<tailgate::argument_error>([&] { metric.observe({"q", "", 0, 0}); });
  CHECK(none.number == 368);
  CHECK(none.says("'q'"));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"q", "", 3, 4});
  }).number == 368);
}

TEST_CASE("top1 is the first of the highest") {
  CHECK(tailgate::top1(std::array{0.0f, 2.0f, 2.0f, -1.0f}) == 1);
  CHECK(tailgate::top1(std::array{-3.0f}) == 0);
  const std::vector<float> empty, nan{0.0f, std::nanf("")};
  for (const auto& bad : {empty, nan})
    CHECK(thrown_by<tailgate::argument_error>([&] { (void)tailgate::top1(bad); }).number == 369);
}
